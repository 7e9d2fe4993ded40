package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.DEMONSTRATIONS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Supervised fine-tuning: the policy learns to say what people have written.
 *
 * <p>Ouyang et al. 2022, section 3.5, step 1. Only response tokens are learnt; prompts are context.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param aggregation {@code token-mean}, or {@code seq-mean-token-mean} where short answers should weigh as much
 * @param passes how often an iteration's demonstrations are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Sft(Sampling sampling, Aggregation aggregation, Passes passes, OptimizerSettings optimizer)
        implements Algorithm {

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("sft")
                .then(train(POLICY, new NextToken(DEMONSTRATIONS, aggregation), passes, optimizer)
                        .from(DEMONSTRATIONS))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("sft").answers(sampling, scoring).build();
    }
}
