package io.akkord.algorithms.workflow;

import static io.akkord.algorithms.experience.Column.ADVANTAGES;
import static io.akkord.algorithms.experience.Column.DEMONSTRATIONS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.VALUES;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.CRITIC;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.objective.Output;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkflowTest {

    private static final Sampling SAMPLING = new Sampling(1, 1, 0, 8, 1, List.of());
    private static final Passes ONCE = new Passes(1, 1);
    private static final OptimizerSettings ADAM =
            new OptimizerSettings(1, 0.9, 0.999, 1e-8, 0, 0, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final Step GENERATE =
            generate(POLICY, SAMPLING).from(PROMPTS).yields(ROLLOUTS);
    private static final Step IMITATE = train(POLICY, new NextToken(DEMONSTRATIONS, Aggregation.TOKEN_MEAN), ONCE, ADAM)
            .from(DEMONSTRATIONS);
    private static final Column<State> COUNT = Column.carried("count", new State(0));

    private static Step nothing(String name, List<Column<?>> from, List<Column<?>> yields) {
        return new Step.Compute(
                name, (in, text) -> new Step.Compute.Computed(Experience.empty(), new Metrics()), from, yields);
    }

    @Test
    void twoStepsOfOneNameAreRefused() {
        var builder = Workflow.named("twice")
                .then(nothing("join", List.of(), List.of(VALUES)))
                .then(nothing("join", List.of(), List.of(ADVANTAGES)));
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals("workflow twice has two steps called join", error.getMessage());
    }

    @Test
    void secondStepOfAKindIsToldApartByWhatItYields() {
        Column<Rows<Rollout>> more = Column.rows("rollouts-2");
        Workflow workflow = Workflow.named("again")
                .drawing(2)
                .then(GENERATE)
                .then(generate(POLICY, SAMPLING).from(PROMPTS).yields(more))
                .thenScore(Scoring.learned())
                .thenScore(Scoring.learned(), more, Column.scores("raw-scores-2"), Column.scores("scores-2"))
                .then(IMITATE)
                .then(train(POLICY, new NextToken(more, Aggregation.TOKEN_MEAN), ONCE, ADAM)
                        .from(more))
                .build();
        assertEquals(
                List.of(
                        List.of("generate-policy", "generate-policy-rollouts-2"),
                        List.of("infer-reward", "infer-reward-reward-scores-2", "train-policy"),
                        List.of("score", "train-policy-rollouts-2"),
                        List.of("score-scores-2")),
                walk(workflow));
        assertEquals(2, workflow.draws());
        assertEquals(2, workflow.yielding(List.of(more)).draws());
    }

    @Test
    void columnYieldedTwiceIsRefused() {
        var builder = Workflow.named("twice")
                .then(nothing("a", List.of(), List.of(VALUES)))
                .then(nothing("b", List.of(), List.of(VALUES)));
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals("workflow twice yields column values twice, last in b", error.getMessage());
    }

    @Test
    void columnReadBeforeItIsYieldedIsRefused() {
        var builder = Workflow.named("early")
                .then(infer(REFERENCE, LOGPROBS, 1).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(GENERATE);
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals(
                "workflow early lists step infer-reference, which reads column rollouts, before step generate-policy,"
                        + " which yields it",
                error.getMessage());
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        var builder = Workflow.named("mixed")
                .then(nothing("a", List.of(), List.of(VALUES)))
                .then(nothing("b", List.of(Column.scores("values")), List.of()));
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals("workflow mixed has two columns called values, the second in b", error.getMessage());
    }

    @Test
    void stepIsReadyAsSoonAsItsOwnInputsAre() {
        Workflow workflow = Workflow.named("uneven")
                .then(GENERATE)
                .then(infer(REFERENCE, LOGPROBS, 1).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(VALUES))
                .then(nothing("join", List.of(VALUES), List.of(ADVANTAGES)))
                .build();
        List<String> started = List.of("generate-policy", "infer-reference", "infer-critic");
        List<Step> ready = workflow.ready(started, List.of("generate-policy", "infer-critic"));
        assertEquals(List.of("join"), ready.stream().map(Step::name).toList(), "though the reference still reads");
        assertEquals(List.of(), workflow.ready(started, List.of("generate-policy")));
    }

    @Test
    void describesItselfInWaves() {
        Workflow workflow = Workflow.named("small")
                .then(GENERATE)
                .then(infer(REFERENCE, LOGPROBS, 1).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(nothing("join", List.of(REFERENCE_LOGPROBS, COUNT), List.of(ADVANTAGES, COUNT)))
                .build();
        assertEquals("""
                small reads prompts and carries count
                  1  generate-policy  prompts -> rollouts
                  2  infer-reference  rollouts -> reference-logprobs
                  3  join             reference-logprobs, count -> advantages, count
                """, workflow.describe());
    }

    @Test
    void networkIsTrainedAfterAllThatAskItBefore() {
        Workflow workflow = Workflow.named("ask then train")
                .then(GENERATE)
                .then(IMITATE)
                .then(infer(POLICY, LOGPROBS, 1).from(ROLLOUTS).yields(ADVANTAGES))
                .build();
        assertEquals(
                List.of(List.of("generate-policy"), List.of("train-policy"), List.of("infer-policy")), walk(workflow));
    }

    @Test
    void stepsThatOnlyReadRunTogether() {
        Workflow workflow = Workflow.named("readers")
                .then(GENERATE)
                .then(infer(REFERENCE, LOGPROBS, 1).from(ROLLOUTS).yields(REFERENCE_LOGPROBS))
                .then(infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(VALUES))
                .then(compute("join", in -> new Step.Compute.Computed(in, new Metrics()))
                        .from(REFERENCE_LOGPROBS, VALUES)
                        .yields(ADVANTAGES))
                .build();
        assertEquals(
                List.of(List.of("generate-policy"), List.of("infer-reference", "infer-critic"), List.of("join")),
                walk(workflow));
    }

    @Test
    void carriedColumnIsReadBeforeAndAfterItsChange() {
        Workflow workflow = Workflow.named("carried")
                .then(nothing("before", List.of(COUNT), List.of()))
                .then(nothing("change", List.of(COUNT), List.of(COUNT)))
                .then(nothing("after", List.of(COUNT), List.of()))
                .build();
        assertEquals(List.of(List.of("before"), List.of("change"), List.of("after")), walk(workflow));
    }

    @Test
    void unusualInferenceSaysWhatItYields() {
        assertEquals(
                "infer-critic",
                infer(CRITIC, Output.VALUES, 1).from(ROLLOUTS).yields(VALUES).name());
        assertEquals(
                "infer-critic-scores",
                infer(CRITIC, Output.SCORES, 1)
                        .from(ROLLOUTS)
                        .yields(Column.scores("ends"))
                        .name());
    }

    private static List<List<String>> walk(Workflow workflow) {
        return workflow.waves().stream()
                .map(wave -> wave.stream().map(Step::name).toList())
                .toList();
    }

    @Test
    void responsesAreWrittenAheadUnlessTheirWriterLearnsFirst() {
        Workflow usual = new Workflow("usual", List.of(GENERATE, IMITATE));
        assertEquals(List.of(GENERATE), usual.rollouts().steps());
        Workflow late = new Workflow("late", List.of(IMITATE, GENERATE));
        assertEquals(List.of(), late.rollouts().steps());
    }

    @Test
    void mixtureNeedsBothNetworksAsTheyWereBeforeEitherLearns() {
        Step mixed = generate(POLICY, SAMPLING)
                .mixedWith(REFERENCE, 0.25)
                .from(PROMPTS)
                .yields(ROLLOUTS);
        Step reference = train(REFERENCE, new NextToken(DEMONSTRATIONS, Aggregation.TOKEN_MEAN), ONCE, ADAM)
                .from(DEMONSTRATIONS);
        Workflow workflow = Workflow.named("mixed").then(mixed).then(reference).build();
        assertEquals(Set.of(POLICY, REFERENCE), workflow.roles());
        assertEquals(2, workflow.waves().size());
        assertEquals(
                List.of(), workflow.within(List.of(PROMPTS), List.of(POLICY)).steps());
    }

    @Test
    void mixtureIsBetweenTwoLanguageModels() {
        var generates = generate(POLICY, SAMPLING);
        var share = assertThrows(IllegalArgumentException.class, () -> generates.mixedWith(REFERENCE, 1.5));
        assertEquals("the coefficient of a mixture must lie in [0, 1], was 1.5", share.getMessage());
        var critic = assertThrows(IllegalArgumentException.class, () -> generates.mixedWith(CRITIC, 0.5));
        assertEquals("a mixture needs a language model, not the critic", critic.getMessage());
    }
}
