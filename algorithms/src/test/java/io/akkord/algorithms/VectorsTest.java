package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our estimators and losses against numbers that the peers' own code gave, values and gradients. */
class VectorsTest {

    /** Computed in float32 by their peer. */
    private static final Set<String> FLOAT32 =
            Set.of("approx_kl:k1", "approx_kl:k2", "approx_kl:k3", "discounted_returns", "orpo:odds_ratio");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "verl_core_algos.json, 1e-6, 30",
        "openrlhf_losses.json, 1e-6, 26",
        "trl_losses.json, 1e-6, 32",
        "peer_test_facts.json, 1e-6, 16",
        "cs336_alignment.json, 1e-5, 6"
    })
    void agreesWithPeers(String file, double tolerance, int casesOfOurs) {
        Map<String, PeerFunctions.Function> ours = new HashMap<>(PeerFunctions.ESTIMATES);
        ours.putAll(PeerFunctions.LOSSES);
        ours.putAll(PeerPreferences.LOSSES);
        int ran = 0;
        for (Vectors.Case one : Vectors.cases(file, tolerance)) {
            PeerFunctions.Function function = ours.get(one.function());
            if (function != null && !needsLaterWork(one)) {
                Vectors.Case rounded = FLOAT32.contains(one.function())
                        ? new Vectors.Case(one.function(), one.inputs(), one.expected(), 1e-5)
                        : one;
                Vectors.compare(rounded, function.apply(one.inputs()));
                ran++;
            }
        }
        assertEquals(casesOfOurs, ran, "cases run of " + file);
    }

    /** Off-policy weights are not a setting of PPO yet. */
    private static boolean needsLaterWork(Vectors.Case one) {
        return one.inputs().path("rollout_is_weights").isArray();
    }
}
