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

import io.akkord.algorithms.Alt.Feedback;
import io.akkord.algorithms.Alt.From;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Algorithms that learn from all responses beside words about them: conditional training and ALT. */
class ConditioningTest {

    private static final Column<Rows<Prompt>> CONDITIONED = Column.rows("conditioned-prompts");
    private static final Column<Rows<Rollout>> ANSWERED = Column.rows("conditioned-rollouts");
    private static final Column<Rows<Prompt>> QUESTIONS = Column.rows("feedback-prompts");
    private static final Column<Rows<Rollout>> ANSWERS = Column.rows("feedback-rollouts");
    private static final FollowUp ASKING = new FollowUp("{prompt}>{response}?", sampling(1));

    private static ConditionalTraining conditional(boolean fromBest, String... controls) {
        return new ConditionalTraining(
                sampling(2), List.of(controls), fromBest, Aggregation.TOKEN_MEAN, new Passes(1, 1), ADAM);
    }

    private static Alt alt(From from, String condition) {
        var feedback = new Feedback(from, List.of("bad", "good"), "great", ASKING);
        return new Alt(sampling(2), feedback, condition, false, Aggregation.TOKEN_MEAN, new Passes(1, 1), ADAM);
    }

    private static Experience answered(double[] scores, String... texts) {
        var rollouts = new ArrayList<Rollout>();
        for (int i = 0; i < texts.length; i++) {
            Prompt prompt = prompt(i / 2, "q" + i / 2);
            rollouts.add(texts[i].isEmpty() ? cut(prompt, i % 2, "") : rollout(prompt, i % 2, texts[i]));
        }
        return Experience.empty()
                .with(Column.ROLLOUTS, new Rows<>(rollouts))
                .with(Column.RAW_SCORES, new Scores(scores))
                .with(Column.SCORES, new Scores(scores));
    }

    private static List<String> sequences(Rows<? extends Row> rows) {
        return rows.sequences().stream().map(Spoken::read).toList();
    }

    private static List<String> taught(Computed computed) {
        return sequences(computed.columns().get(Conditioning.TAUGHT));
    }

    @Test
    void conditionalTrainingDrawsBehindTheBestControlAndScoresPlainAnswers() {
        assertEquals("""
                conditional-training reads prompts and carries score-moments
                  1  condition        prompts -> conditioned-prompts
                  2  generate-policy  conditioned-prompts -> conditioned-rollouts
                  3  restore-prompts  prompts, conditioned-rollouts -> rollouts
                  4  score            rollouts, score-moments -> raw-scores, scores, score-moments
                  5  control          rollouts, raw-scores, scores -> taught-rollouts
                  6  train-policy     taught-rollouts
                """, conditional(true, "-", "+").workflow(Scoring.plain()).describe());
    }

    @Test
    void evaluationDrawsBehindTheBestControlWhateverIsLearntFrom() {
        ConditionalTraining algorithm = conditional(false, "-", "+");
        assertEquals("""
                conditional-training reads prompts and carries score-moments
                  1  generate-policy  prompts -> rollouts
                  2  score            rollouts, score-moments -> raw-scores, scores, score-moments
                  3  control          rollouts, raw-scores, scores -> taught-rollouts
                  4  train-policy     taught-rollouts
                """, algorithm.workflow(Scoring.plain()).describe());
        Workflow evaluation = algorithm.evaluation(Scoring.plain());
        assertEquals(Set.of(), evaluation.trained());
        Experience in = Experience.empty().with(Column.PROMPTS, new Rows<>(List.of(prompt(7, "why"))));
        Rows<Prompt> conditioned =
                computed(evaluation, "condition", in).columns().get(CONDITIONED);
        assertEquals(List.of("^+why"), sequences(conditioned));
        assertEquals(7, conditioned.items().getFirst().index());
        assertEquals("why", conditioned.items().getFirst().text(), "verifiers and people see the plain prompt");
    }

    @Test
    void promptsWithoutRoomAreLeftOutAndAnswersFindTheirPlainPrompt() {
        Workflow workflow = conditional(true, "-", "+").workflow(Scoring.plain());
        var prompts = new Rows<>(List.of(prompt(0, "longer"), prompt(1, "why")));
        Experience in = Experience.empty().with(Column.PROMPTS, prompts);
        Computed condition = computed(workflow, "condition", in, within(15));
        Rows<Prompt> conditioned = condition.columns().get(CONDITIONED);
        assertEquals(List.of("^+why"), sequences(conditioned), "8 of 15 ids are for the response");
        assertEquals(
                1, condition.metrics().mean("conditioning/prompts_without_room").value());

        var answers = new Rows<>(List.of(rollout(conditioned.items().getFirst(), 0, "so")));
        Rows<Rollout> restored = computed(workflow, "restore-prompts", in.with(ANSWERED, answers))
                .columns()
                .get(Column.ROLLOUTS);
        assertEquals(List.of("^why|so."), sequences(restored));
        assertEquals("a1", restored.items().getFirst().prompt().labels().get("answer"));
    }

    @Test
    void everyResponseStandsBehindTheControlOfItsLevel() {
        Workflow workflow = conditional(true, "-", "=", "+").workflow(Scoring.plain());
        Computed control =
                computed(workflow, "control", answered(new double[] {3, 1, 2, Double.NaN}, "a", "b", "", "d"));
        assertEquals(List.of("^+q0|a.", "^-q0|b.", "^=q1"), taught(control), "the empty response teaches no token");
        assertEquals(1, control.metrics().mean("conditioning/without_level").value());
        assertEquals(1, control.metrics().mean("objective/unscored").value());
        assertEquals(2, control.metrics().mean("objective/reward_mean").value());
    }

    @Test
    void equalScoresAreBehindNoControl() {
        Workflow workflow = conditional(true, "-", "+").workflow(Scoring.plain());
        Computed control = computed(workflow, "control", answered(new double[] {1, 1}, "a", "b"));
        assertEquals(List.of(), taught(control));
        assertEquals(2, control.metrics().mean("conditioning/without_level").value());
    }

    @Test
    void responsesWithoutRoomBesideTheirWordsAreCounted() {
        TextCodec codec = within(8);
        Experience in = answered(new double[] {0, 1}, "a", "abcd");
        Computed control = computed(conditional(true, "-", "+").workflow(Scoring.plain()), "control", in, codec);
        assertEquals(List.of("^-q0|a."), taught(control));
        assertEquals(
                1, control.metrics().mean("conditioning/responses_without_room").value());
    }

    @Test
    void altAsksAModelWhatItThinks() {
        Workflow workflow = alt(From.REFERENCE, "{feedback} {prompt}").workflow(Scoring.none());
        assertEquals("""
                alt reads prompts
                  1  generate-policy     prompts -> rollouts
                  2  ask-feedback        rollouts -> feedback-prompts
                  3  generate-reference  feedback-prompts -> feedback-rollouts
                  4  feedback            rollouts, feedback-rollouts -> taught-rollouts
                  5  train-policy        taught-rollouts
                """, workflow.describe());
        assertEquals(
                Set.of(Role.POLICY),
                alt(From.POLICY, "{feedback} {prompt}").workflow(Scoring.none()).roles());
    }

    @Test
    void altTakesItsWordsFromTheScoresWhereTold() {
        Workflow workflow = alt(From.SCORE, "{feedback} {prompt}").workflow(Scoring.plain());
        assertEquals("""
                alt reads prompts and carries score-moments
                  1  generate-policy  prompts -> rollouts
                  2  score            rollouts, score-moments -> raw-scores, scores, score-moments
                  3  measure          rollouts, raw-scores, scores
                  3  feedback         rollouts, scores -> taught-rollouts
                  4  train-policy     taught-rollouts
                """, workflow.describe());
        Computed feedback =
                computed(workflow, "feedback", answered(new double[] {-1, Double.NaN, 1, 1}, "a", "b", "c", "d"));
        assertEquals(List.of("^bad q0|a.", "^good q1|c.", "^good q1|d."), taught(feedback));
        assertEquals(1, feedback.metrics().mean("conditioning/without_feedback").value());
    }

    @Test
    void whatWasSaidOfEachResponseFindsIt() {
        Workflow workflow = alt(From.POLICY, "{prompt} ({feedback})").workflow(Scoring.none());
        Experience in = answered(new double[4], "a", "toolong", "c", "");
        Computed asked = computed(workflow, "ask-feedback", in, within(15));
        Rows<Prompt> questions = asked.columns().get(QUESTIONS);
        assertEquals(List.of("^q0>a?", "^q1>c?", "^q1>?"), sequences(questions));
        assertArrayEquals(
                new long[] {-1, -3, -4},
                questions.items().stream().mapToLong(Prompt::index).toArray(),
                "no two share their randomness");
        assertEquals(
                1, asked.metrics().mean("conditioning/questions_without_room").value());

        var said = new Rows<>(List.of(
                rollout(questions.items().get(0), 0, "fine"),
                rollout(questions.items().get(1), 0, ""),
                rollout(questions.items().get(2), 0, "mute")));
        Computed feedback = computed(workflow, "feedback", in.with(ANSWERS, said));
        assertEquals(List.of("^q0 (fine)|a.", "^q1 (mute)"), taught(feedback));
        assertEquals(2, feedback.metrics().mean("conditioning/without_feedback").value());
    }

    @Test
    void altIsAskedBesideTheBestFeedbackInTheEnd() {
        Experience in = Experience.empty().with(Column.PROMPTS, new Rows<>(List.of(prompt(0, "why"))));
        Workflow asked = alt(From.REFERENCE, "{feedback} {prompt}").evaluation(Scoring.none());
        assertEquals(
                List.of("^great why"),
                sequences(computed(asked, "condition", in).columns().get(CONDITIONED)));
        Workflow scored = alt(From.SCORE, "{feedback} {prompt}").evaluation(Scoring.plain());
        assertEquals(
                List.of("^good why"),
                sequences(computed(scored, "condition", in).columns().get(CONDITIONED)));
        assertEquals("score", scored.steps().getLast().name());
    }

    @Test
    void settingsWithoutMeaningAreRefused() {
        refused(
                "controls must be at least two different texts, from worst to best, none of them blank; were [+]",
                () -> conditional(true, "+"));
        refused(
                "controls must be at least two different texts, from worst to best, none of them blank; were [+, +]",
                () -> conditional(true, "+", "+"));
        refused(
                "words must be at least two different texts, from worst to best, none of them blank; were [, +]",
                () -> new Feedback(From.SCORE, List.of("", "+"), "", ASKING));
        refused(
                "best must be given unless from = score, such as best = \"This is very good.\": the feedback with which the"
                        + " policy is asked in the end",
                () -> new Feedback(From.POLICY, List.of(), " ", ASKING));
        refused("condition must hold the place {feedback}, was \"{prompt}\"", () -> alt(From.POLICY, "{prompt}"));
        refused(
                "asking.template must hold the place {response}, was \"{prompt}?\"",
                () -> new Feedback(From.POLICY, List.of(), "good", new FollowUp("{prompt}?", sampling(1))));
        refused(
                "sampling.samples must be 1, since each response is asked about once; was 2",
                () -> new FollowUp("{prompt}{response}", sampling(2)));
    }

    private static void refused(String message, Runnable attempt) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }
}
