package io.akkord.rewards;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a reward said of some rollouts.
 *
 * @param values {@code [rollouts]}; NaN where a response could not be scored
 * @param reasons why responses are unscored and how many for each reason, in the order of the rollouts
 */
public record Scored(double[] values, Map<String, Integer> reasons) {

    public Scored {
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }

    /** No score for any of so many rollouts, all for one reason. */
    static Scored none(int rollouts, String reason) {
        var values = new double[rollouts];
        Arrays.fill(values, Double.NaN);
        return new Scored(values, rollouts == 0 ? Map.of() : Map.of(reason, rollouts));
    }

    /** How many responses have no score. */
    public int unscored() {
        return reasons.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The reason of the first rollout without a score, empty when all have one. */
    public String firstReason() {
        return reasons.isEmpty() ? "" : reasons.keySet().iterator().next();
    }
}
