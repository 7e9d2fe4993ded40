package io.akkord.algorithms.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.Letters;
import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.judge.PairwiseJudge.Judgment;
import io.akkord.algorithms.judge.PairwiseJudge.Winner;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseJudgeTest {

    private static final PairwiseJudge JUDGE =
            new PairwiseJudge(List.of("{prompt}|{first}|{second}?"), " A", " B", 0.2);

    private static int[] ids(String text) {
        return text.chars().toArray();
    }

    private static double[] says(double first, double second) {
        return new double[] {Math.log(first), Math.log(second)};
    }

    @Test
    void bothOrdersAreAskedAndEndsAreNotQuoted() {
        List<Question> questions = JUDGE.questions(ids("hi"), ids("one\0"), ids("two"), new Letters());
        assertEquals(2, questions.size());
        assertEquals("hi|one|two?", new Letters().text(questions.get(0).prompt()));
        assertEquals("hi|two|one?", new Letters().text(questions.get(1).prompt()));
        assertEquals(" B", new Letters().text(questions.get(1).answers().get(1)));
    }

    @Test
    void responsesAreQuotedByTheirIdsAndCannotHoldPlaces() {
        List<Question> questions = JUDGE.questions(ids("{first}"), ids("{second} A"), ids("x"), new Letters());
        assertEquals(
                "{first}|{second} A|x?", new Letters().text(questions.get(0).prompt()));
    }

    @Test
    void preferenceForAPlaceCancels() {
        Judgment judgment = JUDGE.judge(new double[][] {says(0.9, 0.1), says(0.8, 0.2)});
        assertEquals(Winner.ONE, judgment.winner());
        assertEquals(0.55, judgment.strength(), 1e-12);
        assertEquals(Winner.ONE, judgment.forward());
        assertEquals(Winner.TWO, judgment.backward());
    }

    @Test
    void equalScoresAreNobodysWin() {
        assertEquals(
                Winner.NEITHER,
                JUDGE.judge(new double[][] {says(0.7, 0.3), says(0.7, 0.3)}).winner());
    }

    @Test
    void judgeThatAnswersNeitherIsInvalid() {
        Judgment judgment = JUDGE.judge(new double[][] {says(0.1, 0.05), says(0.1, 0.6)});
        assertFalse(judgment.valid());
        assertEquals(Winner.NEITHER, judgment.winner());
        assertFalse(JUDGE.judge(new double[][] {{Double.NaN, Double.NaN}, says(0.5, 0.5)})
                .valid());
    }

    @Test
    void principlesVoteAndAnEvenVoteIsDecidedByTheScores() {
        var two = new PairwiseJudge(List.of("{prompt}{first}{second}", "!{prompt}{first}{second}"), "1", "2", 0);
        Judgment judgment = two.judge(new double[][] {says(0.6, 0.4), says(0.5, 0.5), says(0.1, 0.9), says(0.9, 0.1)});
        assertEquals(Winner.TWO, judgment.winner());
        assertTrue(judgment.valid());
    }

    @Test
    void templatesWithoutAPlaceAreRefused() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> new PairwiseJudge(List.of("{prompt}{first}"), "a", "b", 0));
        assertEquals("principles must hold the place {second}, was \"{prompt}{first}\"", refused.getMessage());
        var unknown = assertThrows(
                IllegalArgumentException.class,
                () -> new PairwiseJudge(List.of("{prompt}{first}{second}{third}"), "a", "b", 0));
        assertEquals(
                "principles holds the place {third}, which nothing fills; places are {prompt}, {first}, {second}",
                unknown.getMessage());
    }

    @Test
    void questionsLongerThanTheContextAreNotAsked() {
        Question question = Question.within(3, ids("four"), List.of(ids("A"), ids("B")));
        assertTrue(question.sequences().stream().allMatch(sequence -> sequence.responseLength() == 0));
    }
}
