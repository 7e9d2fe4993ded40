package io.akkord.placement.cost;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SizesTest {

    private static final Workload WORKLOAD = new Workload(16, 1, 100, 0, 8, 4);
    private static final Column<TokenGrid> VALUES = Column.tokens("values");
    private static final Column<Rows<Prompt>> QUESTIONS = Column.rows("questions");
    private static final Column<Rows<Rollout>> ANSWERS = Column.rows("answers");

    private static Sampling sampling(int maxTokens, int samples) {
        return new Sampling(1, 1, 0, maxTokens, samples, List.of());
    }

    private static Work work(Workflow workflow, int step, ResponseLengths lengths) {
        return new Sizes(workflow, Map.of(), WORKLOAD, lengths)
                .of(workflow.steps().get(step))
                .orElseThrow();
    }

    private static Workflow twoGenerations() {
        return Workflow.named("refined")
                .then(generate(POLICY, sampling(50, 4)).from(PROMPTS).yields(ROLLOUTS))
                .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(VALUES))
                .then(compute("ask", _ -> new Computed(Experience.empty(), new Metrics()))
                        .from(ROLLOUTS)
                        .yields(QUESTIONS))
                .then(generate(POLICY, sampling(10, 2)).from(QUESTIONS).yields(ANSWERS))
                .then(infer(REFERENCE, Output.LOGPROBS, 1).from(ANSWERS).yields(Column.tokens("logprobs")))
                .build();
    }

    @Test
    void everyGenerationIsSizedByItsOwnSamplesAndLimit() {
        Workflow workflow = twoGenerations();
        assertEquals(
                new Work.Generation(64, 100, 50, ResponseLengths.FULL, List.of()),
                work(workflow, 0, ResponseLengths.FULL));
        assertEquals(new Work.Inference(64, 150), work(workflow, 1, ResponseLengths.FULL));
        assertEquals(
                new Work.Generation(128, 150, 10, ResponseLengths.FULL, List.of()),
                work(workflow, 3, ResponseLengths.FULL));
        assertEquals(new Work.Inference(128, 160), work(workflow, 4, ResponseLengths.FULL));
    }

    @Test
    void whatIsReadIsAsLongAsWhatWasWritten() {
        var lengths = new ResponseLengths.Observed(5, 25);
        assertEquals(new Work.Inference(64, 115), work(twoGenerations(), 1, lengths));
    }

    @Test
    void computationsAskNoNetwork() {
        Workflow workflow = twoGenerations();
        assertEquals(
                Optional.empty(),
                new Sizes(workflow, Map.of(), WORKLOAD, ResponseLengths.FULL)
                        .of(workflow.steps().get(2)));
    }

    @Test
    void guestsComeWithTheirShape() {
        Workflow mixed = Workflow.named("mixed")
                .then(generate(POLICY, sampling(50, 1))
                        .mixedWith(REFERENCE, 0.5)
                        .from(PROMPTS)
                        .yields(ROLLOUTS))
                .build();
        var known = Map.of(REFERENCE, Machines.LLAMA);
        Work work = new Sizes(mixed, known, WORKLOAD, ResponseLengths.FULL)
                .of(mixed.steps().getFirst())
                .orElseThrow();
        assertEquals(new Work.Generation(16, 100, 50, ResponseLengths.FULL, List.of(Machines.LLAMA)), work);
        assertThrows(IllegalArgumentException.class, () -> new Sizes(mixed, Map.of(), WORKLOAD, ResponseLengths.FULL));
    }
}
