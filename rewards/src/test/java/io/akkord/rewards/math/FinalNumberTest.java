package io.akkord.rewards.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last number of a response. */
class FinalNumberTest {

    private static Verdict verdict(String response, String answer) throws Unscored {
        return new FinalNumber().verify(response, Map.of("answer", answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She pays 3 and then 42. | 42 | 1",
                "She pays 42 and then 3. | 42 | 0",
                "It is -3 | -3 | 1",
                "It is -3 | 3 | 0",
                "It is +7 | +7 | 1",
                "5-3 | -3 | 1",
                "$1,234,567 in all | 1234567 | 1",
                "1234 | 1,234 | 1",
                "The price is 12.50. | 12.50 | 1",
                ".5 | .5 | 1",
                "version 1.2.3 | .3 | 1",
                "1,2,3 | 3 | 1",
                "42 | 6 * 7 = <<6*7=42>>42 #### 42 | 1",
                "Blue | blue | 1",
                "no number here | 42 | 0",
                "'' | 42 | 0"
            })
    void onlyTheLastNumberCounts(String response, String answer, double score) throws Exception {
        assertEquals(score, verdict(response, answer).score());
    }

    /** The published definition, as two regular expressions. */
    @Test
    void theBackwardScanFindsWhatTheRegularExpressionFinds() {
        var number = Pattern.compile("[-+]?(?:\\d*\\.\\d+|\\d+)");
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int k = random.nextInt(12); k >= 0; k--) {
                text.append("0123456789,,,...-+ a".charAt(random.nextInt(20)));
            }
            String joined = text.toString().replaceAll("(\\d),(\\d)", "$1$2");
            String expected = text.toString().strip();
            var matcher = number.matcher(joined);
            while (matcher.find()) {
                expected = matcher.group();
            }
            assertEquals(expected, FinalNumber.lastNumber(text.toString()), text.toString());
        }
    }

    @Test
    void theEvidenceSaysWhatWasFoundAndExpected() throws Exception {
        assertEquals(
                "found 41, expected 42", verdict("so 41", "reasoning #### 42").evidence());
    }

    @Test
    void aRowWithoutAnAnswerCannotBeScored() {
        var unscored =
                assertThrows(Unscored.class, () -> new FinalNumber("solution").verify("4", Map.of("answer", "4")));
        assertEquals("the prompt has no label \"solution\"", unscored.getMessage());
    }

    @Test
    void tenMegabytesAreJudgedQuickly() {
        for (var piece : List.of("1", "1,", ".", "-", "1.", "a", "1 ", ",", "-1")) {
            var response = piece.repeat(10_000_000 / piece.length());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(3),
                    () -> assertEquals(0, verdict(response, "42").score()),
                    piece);
        }
    }
}
