package io.akkord.placement.plan;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;

/** Workflows with the shape of an iteration and no mathematics. */
final class Iterations {

    private static final Column<TokenGrid> REFERENCE_LOGPROBS = Column.tokens("reference-logprobs");
    private static final Column<TokenGrid> VALUES = Column.tokens("values");
    private static final Column<TokenGrid> ADVANTAGES = Column.tokens("advantages");
    private static final Objective NONE = new NoObjective();
    private static final OptimizerSettings ADAM =
            new OptimizerSettings(1e-5, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));

    private Iterations() {}

    /** Generation; reference and critic inference side by side; both trainings side by side. */
    static Workflow ppo() {
        return Workflow.named("ppo")
                .then(generate(POLICY, new Sampling(1, 1, 0, 15, 1, List.of()))
                        .from(PROMPTS)
                        .yields(ROLLOUTS))
                .then(infer(REFERENCE, Output.LOGPROBS, 1).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(VALUES))
                .then(compute("advantages", inputs -> new Computed(Experience.empty(), new Metrics()))
                        .from(ROLLOUTS, REFERENCE_LOGPROBS, VALUES)
                        .yields(ADVANTAGES))
                .then(train(POLICY, NONE, new Passes(1, 1), ADAM).from(ROLLOUTS, ADVANTAGES))
                .then(train(CRITIC, NONE, new Passes(1, 1), ADAM).from(ROLLOUTS, ADVANTAGES))
                .build();
    }
}
