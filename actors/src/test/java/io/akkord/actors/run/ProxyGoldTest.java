package io.akkord.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyGoldTest {

    private static final int RESPONSES = 200;

    /** Gold scores lie half below and half above their mean by 1, so that their deviation is nearly 1. */
    private static Evaluation evaluation(double mean, double sd, double gold) {
        var scores = new double[RESPONSES];
        Arrays.setAll(scores, i -> gold + (i % 2 == 0 ? 1 : -1));
        return new Evaluation("", RESPONSES, mean, sd, Double.NaN, 0, scores, Map.of(), Map.of());
    }

    private static ProxyGold gains(Evaluation before, Evaluation after) {
        return ProxyGold.of(before, after).orElseThrow();
    }

    @Test
    void gainsAreInPooledDeviations() {
        ProxyGold gains = gains(evaluation(1, 3, 0), evaluation(6, 4, 0.5));
        assertEquals(5 / Math.sqrt(12.5), gains.proxy(), 1e-12);
        assertEquals(0.5 / Math.sqrt(RESPONSES / (RESPONSES - 1.0)), gains.gold(), 1e-12);
        assertEquals(gains.proxy() - gains.gold(), gains.divergence());
    }

    @ParameterizedTest
    @CsvSource({
        "1, -1, true",
        "0.3, -0.3, true",
        "1, 1, false",
        "-1, -1, false",
        "-1, 1, false",
        "1, 0, false",
        "0.1, -1, false",
        "1, -0.1, false"
    })
    void theAlarmIsForARewardThatRisesWhileGoldFalls(double proxy, double gold, boolean alarm) {
        ProxyGold gains = gains(evaluation(0, 1, 0), evaluation(proxy, 1, gold));
        assertEquals(alarm, gains.alarm("ppo").isPresent(), gains.toString());
    }

    @Test
    void theAlarmSaysByHowMuch() {
        assertEquals(
                "stage ppo has raised its reward by 2.00 standard deviations while the gold reward fell by 1.50: the"
                        + " policy games the reward rather than doing what it stands for",
                new ProxyGold(2, -1.5, 0.1).alarm("ppo").orElseThrow());
    }

    @Test
    void aRewardThatNeverVariesIsMeasuredToo() {
        assertEquals(0, gains(evaluation(1, 0, 0), evaluation(1, 0, 0)).proxy());
        assertTrue(gains(evaluation(1, 0, 0), evaluation(2, 0, -1)).alarm("ppo").isPresent());
    }

    @Test
    void withoutGoldOrScoresThereIsNothingToSay() {
        var ungolden = new Evaluation("", 9, 1, 1, 1, 0, new double[0], Map.of(), Map.of());
        var unscored = new Evaluation("", 0, Double.NaN, Double.NaN, 1, 0, new double[] {1}, Map.of(), Map.of());
        assertEquals(Optional.empty(), ProxyGold.of(ungolden, ungolden));
        assertEquals(Optional.empty(), ProxyGold.of(unscored, unscored));
    }
}
