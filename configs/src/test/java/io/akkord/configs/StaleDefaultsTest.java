package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.Ppo;
import io.akkord.algorithms.Rlvr;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.estimate.OffPolicy.Correction;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stale responses are corrected for, unless the experiment says itself whether and how. */
class StaleDefaultsTest {

    private static Rlvr rlvr(String... overrides) {
        return (Rlvr) read(overrides).stages().getLast().algorithm();
    }

    private static Experiment read(String... overrides) {
        return ExperimentReader.read("rlvr-arithmetic", List.of(overrides), Path.of(""));
    }

    @Test
    void nothingIsCorrectedWhereWeightsAreNeverStale() {
        assertEquals(Correction.NONE, rlvr().offPolicy().correction());
        assertEquals(rlvr(), rlvr("plan.staleness=0"));
    }

    @Test
    void staleResponsesWeighByHowLikelyTheyAreNow() {
        Rlvr stale = rlvr("plan.staleness=1");
        assertTrue(stale.recompute());
        assertEquals(Correction.TRUNCATE, stale.offPolicy().correction());
        assertEquals(2, stale.offPolicy().high());
    }

    @Test
    void ppoIsHeldNearThePolicyThatBeginsTheUpdate() {
        Ppo stale = ppo("plan.staleness=1");
        assertTrue(stale.recompute());
        assertEquals(Correction.TRUNCATE, stale.offPolicy().correction());
        assertEquals(ppo(), ppo("plan.staleness=1", "ppo.recompute=false"));
    }

    private static Ppo ppo(String... overrides) {
        return (Ppo) ExperimentReader.read("ppo-arithmetic", List.of(overrides), Path.of(""))
                .stages()
                .getLast()
                .algorithm();
    }

    @Test
    void whatTheExperimentSaysIsDone() {
        assertEquals(rlvr(), rlvr("plan.staleness=1", "rlvr.recompute=false"));
        Rlvr masked = rlvr("plan.staleness=1", "rlvr.recompute=true", "rlvr.off-policy.correction=mask");
        assertEquals(Correction.MASK, masked.offPolicy().correction());
    }

    /** A bound is no word about whether to correct. */
    @Test
    void aBoundOfTheWeightsAloneKeepsTheCorrection() {
        Rlvr bounded = rlvr("plan.staleness=1", "rlvr.off-policy.high=3");
        assertTrue(bounded.recompute());
        assertEquals(Correction.TRUNCATE, bounded.offPolicy().correction());
        assertEquals(3, bounded.offPolicy().high());
    }

    @Test
    void theTextSaysIt() {
        Experiment stale = read("plan.staleness=1");
        assertEquals(
                stale.stages(),
                ExperimentReader.readText(stale.text(), "experiment.conf").stages());
        assertTrue(stale.text().contains("recompute = true"), stale.text());
    }

    @Test
    void networksThatWriteAheadStayWhereTheyAre() {
        UserError refused = assertThrows(UserError.class, () -> read("plan.staleness=1", "plan.replan=true"));
        assertEquals(
                "command line: plan.replan: must be false with staleness, since networks that are writing ahead cannot"
                        + " be moved",
                refused.getMessage());
    }
}
