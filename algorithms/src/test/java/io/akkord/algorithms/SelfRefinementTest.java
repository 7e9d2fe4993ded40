package io.akkord.algorithms;

import static io.akkord.algorithms.Spoken.ADAM;
import static io.akkord.algorithms.Spoken.computed;
import static io.akkord.algorithms.Spoken.cut;
import static io.akkord.algorithms.Spoken.prompt;
import static io.akkord.algorithms.Spoken.rollout;
import static io.akkord.algorithms.Spoken.sampling;
import static io.akkord.algorithms.Spoken.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SelfRefinementTest {

    private static final Column<Rows<Prompt>> CRITIQUE_PROMPTS = Column.rows("critique-prompts");
    private static final Column<Rows<Rollout>> CRITIQUES = Column.rows("critiques");
    private static final Column<Rows<Prompt>> REFINEMENT_PROMPTS = Column.rows("refinement-prompts");
    private static final Column<Rows<Rollout>> REFINEMENTS = Column.rows("refinements");
    private static final Column<Rows<Rollout>> REFINED = Column.rows("refined-rollouts");

    private static SelfRefinement refinement(String critique, String refinement, double beta) {
        return new SelfRefinement(
                sampling(1),
                new FollowUp(critique, sampling(1)),
                new FollowUp(refinement, sampling(1)),
                PairLoss.SIGMOID,
                beta,
                0,
                0,
                new Passes(1, 1),
                ADAM);
    }

    private static Workflow workflow(Scoring scoring) {
        return refinement("{prompt}>{response}?", "{prompt}>{response}?{critique}!", 0.1)
                .workflow(scoring);
    }

    private static Rows<Rollout> responses(String... texts) {
        var rollouts = new ArrayList<Rollout>();
        for (String text : texts) {
            Prompt prompt = prompt(rollouts.size(), "q" + rollouts.size());
            rollouts.add(text.isEmpty() ? cut(prompt, 0, "") : rollout(prompt, 0, text));
        }
        return new Rows<>(rollouts);
    }

    private static Rows<Rollout> answers(Rows<Prompt> prompts, String... texts) {
        var rollouts = new ArrayList<Rollout>();
        for (Prompt prompt : prompts.items()) {
            rollouts.add(rollout(prompt, 0, texts[rollouts.size()]));
        }
        return new Rows<>(rollouts);
    }

    private static List<String> sequences(Rows<? extends Row> rows) {
        return rows.sequences().stream().map(Spoken::read).toList();
    }

    /** Initial responses and what they were refined to, none left out. */
    private static Experience refined(Rows<Rollout> initial, String... texts) {
        Experience in = Experience.empty().with(Column.ROLLOUTS, initial);
        Rows<Prompt> critiques =
                computed(workflow(Scoring.none()), "ask-critique", in).columns().get(CRITIQUE_PROMPTS);
        in = in.with(CRITIQUES, answers(critiques, "a", "b", "c", "d"));
        Rows<Prompt> refinements = computed(workflow(Scoring.none()), "ask-refinement", in)
                .columns()
                .get(REFINEMENT_PROMPTS);
        return in.with(REFINEMENTS, answers(refinements, texts));
    }

    private static Experience scored(Experience in, double[] initial, double[] refined) {
        return in.with(Column.RAW_SCORES, new Scores(initial))
                .with(Column.scores("refined-raw-scores"), new Scores(refined));
    }

    @Test
    void allPairsThatDifferTeachWithoutAReward() {
        assertEquals("""
                self-refinement reads prompts
                  1  generate-policy              prompts -> rollouts
                  2  ask-critique                 rollouts -> critique-prompts
                  3  generate-policy-critiques    critique-prompts -> critiques
                  4  ask-refinement               rollouts, critiques -> refinement-prompts
                  5  generate-policy-refinements  refinement-prompts -> refinements
                  6  pairs                        rollouts, refinements -> pairs
                  7  infer-reference              pairs -> reference-logprobs
                  8  train-policy                 pairs, reference-logprobs
                """, workflow(Scoring.none()).describe());
    }

    @Test
    void bothResponsesAreScoredWhereThereIsAReward() {
        List<String> names =
                workflow(Scoring.plain()).steps().stream().map(Step::name).toList();
        assertEquals(
                List.of(
                        "generate-policy",
                        "score",
                        "measure",
                        "ask-critique",
                        "generate-policy-critiques",
                        "ask-refinement",
                        "generate-policy-refinements",
                        "restore-prompts",
                        "score-refined-scores",
                        "pairs",
                        "infer-reference",
                        "train-policy"),
                names);
    }

    @Test
    void theEvaluationEndsInPairsAndAsksNoReference() {
        for (Scoring scoring : List.of(Scoring.none(), Scoring.learned())) {
            Workflow evaluation = refinement("{prompt}>{response}?", "{prompt}>{response}?{critique}!", 0.1)
                    .evaluation(scoring);
            assertEquals(Set.of(), evaluation.trained());
            assertEquals("pairs", evaluation.steps().getLast().name());
            assertEquals(Set.of(Column.PROMPTS), evaluation.sources());
        }
    }

    @Test
    void questionsQuoteResponsesWithoutTheirEnd() {
        Experience in = Experience.empty().with(Column.ROLLOUTS, responses("one", "", "two"));
        Rows<Prompt> critiques =
                computed(workflow(Scoring.none()), "ask-critique", in).columns().get(CRITIQUE_PROMPTS);
        assertEquals(List.of("^q0>one?", "^q1>?", "^q2>two?"), sequences(critiques));
        Rows<Prompt> refinements = computed(
                        workflow(Scoring.none()),
                        "ask-refinement",
                        in.with(CRITIQUES, answers(critiques, "hm", "ah", "")))
                .columns()
                .get(REFINEMENT_PROMPTS);
        assertEquals(List.of("^q0>one?hm!", "^q1>?ah!", "^q2>two?!"), sequences(refinements));
        assertEquals(
                6,
                LongStream.concat(indices(critiques), indices(refinements))
                        .distinct()
                        .filter(index -> index < 0)
                        .count(),
                "no two questions share their randomness, with each other or with a prompt");
    }

    private static LongStream indices(Rows<Prompt> prompts) {
        return prompts.items().stream().mapToLong(Prompt::index);
    }

    @Test
    void questionsWithoutRoomAreLeftOutAndTheOthersFindTheirResponse() {
        Workflow workflow = workflow(Scoring.none());
        Experience in = Experience.empty().with(Column.ROLLOUTS, responses("longer", "ab", "cd"));
        Computed asked = computed(workflow, "ask-critique", in, within(17));
        Rows<Prompt> critiques = asked.columns().get(CRITIQUE_PROMPTS);
        assertEquals(List.of("^q1>ab?", "^q2>cd?"), sequences(critiques), "8 of 17 ids are for the answer");
        assertEquals(
                1, asked.metrics().mean("refinement/critiques_without_room").value());

        in = in.with(CRITIQUES, answers(critiques, "wordy", "x"));
        Computed again = computed(workflow, "ask-refinement", in, within(17));
        Rows<Prompt> refinements = again.columns().get(REFINEMENT_PROMPTS);
        assertEquals(List.of("^q2>cd?x!"), sequences(refinements));
        assertEquals(
                1, again.metrics().mean("refinement/refinements_without_room").value());

        Computed pairs = computed(workflow, "pairs", in.with(REFINEMENTS, answers(refinements, "ef")));
        assertEquals(List.of("^q2|ef.", "^q2|cd."), sequences(pairs.columns().get(Column.PAIRS)));
    }

    @Test
    void equalResponsesMakeNoPairHoweverTheyEnded() {
        var initial = new Rows<>(List.of(
                rollout(prompt(0, "q0"), 0, "same"),
                cut(prompt(1, "q1"), 0, "same"),
                rollout(prompt(2, "q2"), 0, "a")));
        Computed pairs = computed(workflow(Scoring.none()), "pairs", refined(initial, "same", "same", "b"));
        assertEquals(List.of("^q2|b.", "^q2|a."), sequences(pairs.columns().get(Column.PAIRS)));
        assertEquals(2 / 3.0, pairs.metrics().mean("refinement/equal_fraction").value(), 1e-15);
        assertEquals(1, pairs.metrics().mean("refinement/pairs").value());
    }

    @Test
    void anEmptyResponseIsOneLikeAnyOther() {
        Computed pairs = computed(workflow(Scoring.none()), "pairs", refined(responses("", "a"), "b", ""));
        assertEquals(
                List.of("^q0|b.", "^q0", "^q1|.", "^q1|a."),
                sequences(pairs.columns().get(Column.PAIRS)));
        Computed none = computed(workflow(Scoring.none()), "pairs", refined(responses(""), ""));
        assertEquals(0, none.columns().get(Column.PAIRS).size(), "nothing, refined to nothing");
    }

    @Test
    void onlyWhatScoresHigherIsPreferred() {
        Experience in = scored(
                refined(responses("a", "b", "c", "d"), "e", "f", "g", "h"),
                new double[] {0, 1, 0.5, Double.NaN},
                new double[] {1, 0, 0.5, 1});
        Computed pairs = computed(workflow(Scoring.plain()), "pairs", in);
        List<PreferencePair> found = pairs.columns().get(Column.PAIRS).items();
        assertEquals(1, found.size(), "worse, tied and unscored ones make none");
        assertArrayEquals(new int[] {'e', 0}, found.getFirst().chosen());
        assertArrayEquals(new int[] {'a', 0}, found.getFirst().rejected());
        var metrics = pairs.metrics();
        assertEquals(0.25, metrics.mean("refinement/unscored_fraction").value());
        assertEquals(1 / 3.0, metrics.mean("refinement/improved_fraction").value(), 1e-15);
        assertEquals(0.5, metrics.mean("refinement/initial_reward_mean").value());
        assertEquals(0.5, metrics.mean("refinement/refined_reward_mean").value());
    }

    @Test
    void refinedResponsesAreScoredAsAnswersToThePlainPrompt() {
        Experience in = refined(responses("a", "b"), "c", "d");
        Rows<Rollout> refined = computed(workflow(Scoring.plain()), "restore-prompts", in)
                .columns()
                .get(REFINED);
        assertEquals(List.of("^q0|c.", "^q1|d."), sequences(refined));
        assertEquals("a1", refined.items().getLast().prompt().labels().get("answer"));
    }

    @Test
    void noResponsesGiveNoPairs() {
        Computed pairs = computed(workflow(Scoring.none()), "pairs", refined(responses()));
        assertEquals(0, pairs.columns().get(Column.PAIRS).size());
    }

    @Test
    void settingsWithoutMeaningAreRefused() {
        refused(
                "critique.template must hold the place {response}, was \"{prompt}?\"",
                () -> refinement("{prompt}?", "{prompt}{response}{critique}", 0.1));
        refused(
                "refinement.template must hold the place {critique}, was \"{prompt}{response}\"",
                () -> refinement("{prompt}{response}", "{prompt}{response}", 0.1));
        refused(
                "critique.template holds the place {critique}, which nothing fills; places are {prompt}, {response}",
                () -> refinement("{prompt}{response}{critique}", "{prompt}{response}{critique}", 0.1));
        refused(
                "beta must be greater than 0, was 0.0",
                () -> refinement("{prompt}{response}", "{prompt}{response}{critique}", 0));
    }

    private static void refused(String message, Runnable attempt) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }
}
