package io.akkord.rewards.courtesy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Ending;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Rollouts;
import io.akkord.rewards.Unscored;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The two doors to the gold rule. */
class GoldJudgeTest {

    private static final Question QUESTION =
            Question.find("Can I have some tea?").orElseThrow();
    private static final String GOOD = "Of course. Here is your tea. Enjoy your stay!";
    private static final String BAD = "Go away. I do not know.";

    private static double judged(String prompt, String response, Ending ending) throws Unscored {
        return new GoldJudge().score(Rollouts.answering(prompt, Map.of(), response, ending), ModelScores.none());
    }

    @Test
    void theJudgeReadsPromptAndResponse() throws Exception {
        assertEquals(3, judged("Can I have some tea?", GOOD, Ending.EOS));
        assertEquals(3, judged("Can I have some tea?\n", " " + GOOD, Ending.STOP));
        assertEquals(0.5, judged("Can I have some tea?", BAD, Ending.EOS));
        assertEquals(2, judged("Can I have some milk?", GOOD, Ending.EOS));
    }

    @Test
    void aResponseCutByTheLengthLimitHasNotEndedWell() throws Exception {
        assertEquals(2, judged("Can I have some tea?", GOOD, Ending.LENGTH));
    }

    @Test
    void requestsFromElsewhereCannotBeJudged() {
        var unscored = assertThrows(Unscored.class, () -> judged("What is 2 + 2?", "4", Ending.EOS));
        assertEquals("the gold rule knows only courtesy's own requests, not \"What is 2 + 2?\"", unscored.getMessage());
    }

    @Test
    void theLabellerPrefersTheBetterReplyWhicheverComesFirst() {
        var preference = new Preference(QUESTION.text(), GOOD, BAD);
        assertEquals(Optional.of(preference), PairLabeller.label(QUESTION, GOOD, BAD));
        assertEquals(Optional.of(preference), PairLabeller.label(QUESTION, BAD, GOOD));
    }

    @Test
    void equallyGoodRepliesGetNoLabel() {
        assertEquals(Optional.empty(), PairLabeller.label(QUESTION, GOOD, GOOD.replace("Of course", "Welcome")));
    }
}
