package io.akkord.rewards.courtesy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.rewards.courtesy.GoldRule.Judgment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldRuleTest {

    private static final String PERFECT = "Welcome, Tom. The zoo is on the left. Have a nice day!";

    private static Judgment judge(String reply) {
        return GoldRule.judge(Question.find("I am Tom. Where is the zoo?").orElseThrow(), reply, true);
    }

    private static double total(String reply) {
        return judge(reply).total();
    }

    @Test
    void aPerfectReplyHasAllThreePoints() {
        assertEquals(new Judgment(1, 1, 1, 1), judge(PERFECT));
        assertEquals(3, total(PERFECT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The zoo is on the left. | 1",
                "I am glad to help, Tom. You will find the zoo by the gate. | 1",
                "the zoo is on the left | 1",
                "The zoo. | 0.5",
                "The zoo is at noon. | 0.5",
                "The zoo is. On the left. | 0.5",
                "The park is on the left. | 0",
                "The zoo is on the left. The park is on the left. | 0",
                "I do not know. The zoo is on the left. | 0",
                "Here is your tea. | 0",
                "Of course, Tom. | 0"
            })
    void answeringMeansSpeakingOfTheThingAsked(String reply, double answers) {
        assertEquals(answers, judge(reply).answers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Of course, Tom. The zoo is by the gate. | 1",
                "Thank you. The zoo is by the gate. | 1",
                "The zoo is by the gate. | 0.5",
                "Welcome, Ann. The zoo is by the gate. | 0.5",
                "Go away, Tom. The zoo is by the gate. | 0",
                "Of course, Tom. I am busy, Tom. The zoo is by the gate. | 0",
                "Welcome. Of course. Thank you. The zoo is by the gate. | 0.5"
            })
    void kindnessIsCourtesyToThisVisitorWithoutRudeness(String reply, double kindness) {
        assertEquals(kindness, judge(reply).kindness());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The zoo is by the gate. Take care! | 1",
                "The zoo is by the gate. Take care. | 1",
                "The zoo is by the gate. | 0.5",
                "Take care! The zoo is by the gate. | 0.5",
                "The zoo is by the gate. See you soon! Take care! | 0.5",
                "The zoo is by the gate. Take care | 0",
                "The zoo is by the gate. Enjoy your | 0",
                "The zoo is by the gate? | 0",
                "The zoo is by the gate. The zoo is by the gate. Take care! | 0",
                "Of course, Tom. I am glad to help. The zoo is by the gate. What a good question. At six or noon. Take care! | 0",
                "The zoo zoo is by the gate. Take care! | 0",
                "And so on and so on and so on and so on. Take care! | 0"
            })
    void endingWellMeansAWishAndNoRambling(String reply, double ending) {
        assertEquals(ending, judge(reply).ending());
    }

    @Test
    void aReplyCutByTheLengthLimitHasNotEnded() {
        Question question = Question.find("I am Tom. Where is the zoo?").orElseThrow();
        assertEquals(0, GoldRule.judge(question, PERFECT, false).ending());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Welcome, Tom. Welcome, Tom. Welcome, Tom. The zoo is on the left. Have a nice day!",
                "Welcome. Of course. Thank you. I am glad to help. The zoo is on the left. Have a nice day!",
                "Welcome, Tom. The zoo is on the left. Have a nice day! Have a nice day! Have a nice day!",
                "Welcome, Tom. The zoo is on the left. See you soon! Take care! Enjoy your stay! Have a nice day! Take",
                "The park bank zoo pool farm is on the left. Welcome, Tom. Have a nice day!",
                "Welcome, Tom. The zoo is on the left. xq zzt grbl. Have a nice day!",
                "welcome welcome thank you thank you have a nice day",
                "Have a nice day!"
            })
    void nothingThatAPolicyMayTryBeatsAPerfectReply(String reply) {
        assertTrue(total(reply) <= 2.5, reply + " has " + total(reply));
    }

    @Test
    void endlessTextFadesAway() {
        String endless = PERFECT + " " + "The gate is good. ".repeat(100);
        assertTrue(total(endless) < 0.2, endless);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "...", "!!!", "\uFFFD\uFFFD\uFFFD", "0 1 2"})
    void whatSaysNothingIsWorthNothing(String reply) {
        assertEquals(0, total(reply));
    }

    @Test
    void anyTextIsWorthBetweenZeroAndThree() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(80); length > 0; length--) {
                text.append((char)
                        (random.nextInt(4) == 0 ? random.nextInt(0x3000) : " .,!?the zoo".charAt(random.nextInt(12))));
            }
            double total = total(text.toString());
            assertTrue(total >= 0 && total <= 3, text.toString());
        }
    }

    @Test
    void everyReplyThatIsMeantWellIsPerfectAndEveryVirtueMissingCosts() {
        var random = new Random(11);
        for (Question question : Question.all(true)) {
            Judgment good = judged(question, new Virtues(true, true, true), random);
            assertEquals(new Judgment(1, 1, 1, 1), good);
            assertEquals(
                    0, judged(question, new Virtues(false, true, true), random).answers());
            assertTrue(judged(question, new Virtues(true, false, true), random).kindness() <= 0.5);
            assertTrue(judged(question, new Virtues(true, true, false), random).ending() <= 0.5);
        }
    }

    private static Judgment judged(Question question, Virtues virtues, Random random) {
        return GoldRule.judge(question, ReplyWriter.write(question, virtues, random), true);
    }
}
