package io.akkord.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Ending;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact answers and regular expressions. */
class MatchTest {

    private static double exact(String answer, String response, boolean ignoreCase) throws Unscored {
        var rollout = Rollouts.answering("?", Map.of("answer", answer), response, Ending.EOS);
        return new ExactMatch("answer", ignoreCase).score(rollout, ModelScores.none());
    }

    private static double matches(String pattern, String response) {
        return new RegexMatch(Pattern.compile(pattern))
                .verify(response, Map.of())
                .score();
    }

    @ParameterizedTest
    @CsvSource({
        "Paris, Paris, false, 1",
        "Paris, ' Paris\t', false, 1",
        "' Paris ', Paris, false, 1",
        "Paris, paris, false, 0",
        "Paris, paris, true, 1",
        "Paris, Paris., true, 0",
        "Paris, '', true, 0"
    })
    void onlyTheWholeAnswerMatches(String answer, String response, boolean ignoreCase, double score) throws Exception {
        assertEquals(score, exact(answer, response, ignoreCase));
    }

    @Test
    void aPromptWithoutTheLabelCannotBeScored() {
        var reward = new ExactMatch("solution", false);
        var unscored = assertThrows(Unscored.class, () -> reward.score(Rollouts.saying("4"), ModelScores.none()));
        assertEquals("the prompt has no label \"solution\"", unscored.getMessage());
    }

    @Test
    void aPatternMayOccurAnywhere() {
        assertEquals(1, matches("\\d+", "it is 42, I think"));
        assertEquals(0, matches("^\\d+$", "it is 42, I think"));
        assertEquals(1, matches("(a+)+$", "b" + "a".repeat(30)));
        assertEquals(0, matches("(a+)+$", "a".repeat(30) + "b"));
    }

    @Test
    void whatAMatchIsWorthIsASetting() {
        var penalty = new RegexMatch(Pattern.compile("sorry"), -1, 0.5);
        assertEquals(-1, penalty.verify("so sorry", Map.of()).score());
        assertEquals(0.5, penalty.verify("fine", Map.of()).score());
    }

    @Test
    void anInterruptedThreadStopsMatching() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> matches("x", "a"));
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void rewardsWithOneSpellingAreEqual() {
        var reward = new RegexMatch(Pattern.compile("a"));
        assertEquals(reward, new RegexMatch(Pattern.compile("a")));
        assertEquals(reward.hashCode(), new RegexMatch(Pattern.compile("a")).hashCode());
        assertNotEquals(reward, new RegexMatch(Pattern.compile("a", Pattern.CASE_INSENSITIVE)));
        assertNotEquals(reward, new RegexMatch(Pattern.compile("a"), 2, 0));
    }
}
