package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.workflow.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlannedStageTest {

    private static List<PlannedStage> stages(String recipe, String... settings) {
        return PlannedStage.of(ExperimentReader.readForPlan(recipe, List.of(settings), Path.of("")));
    }

    private static long parameters(PlannedStage stage, Role role) {
        return Objects.requireNonNull(stage.shapes().get(role)).parameters();
    }

    @Test
    void networksThatNobodyNamesDeriveAsRunsStartThem() {
        PlannedStage ppo = stages("ppo", "policy.model=llama-2-7b").getFirst();
        assertEquals(6_738_415_616L, parameters(ppo, Role.POLICY));
        assertEquals(parameters(ppo, Role.POLICY), parameters(ppo, Role.REFERENCE));
        assertEquals(parameters(ppo, Role.POLICY) - 31_999L * 4096, parameters(ppo, Role.CRITIC));
        PlannedStage judged = stages(
                        "ppo", "policy.model=llama-2-7b", "reward.kind=learned", "reward-model.model=llama-2-13b")
                .getFirst();
        assertEquals(parameters(judged, Role.REWARD), parameters(judged, Role.CRITIC));
    }

    @Test
    void aWorkflowHasTheNetworksItNeeds() {
        PlannedStage rlvr = stages("rlvr-arithmetic").getLast();
        assertFalse(rlvr.shapes().containsKey(Role.CRITIC));
        assertTrue(rlvr.shapes().containsKey(Role.POLICY));
    }

    @Test
    void pairsAreTwoSequencesARow() {
        PlannedStage dpo = stages("dpo").getLast();
        assertEquals(2, dpo.workload().sequencesPerRow());
        assertEquals(dpo.stage().batch(), dpo.workload().rows());
        assertTrue(dpo.workload().responseTokens() < 40, "generated replies are short: " + dpo.workload());
    }

    @Test
    void whatTheUserSaysOfLengthsCounts() {
        PlannedStage ppo = stages("ppo", "plan.prompt-tokens=77", "plan.response-tokens=20")
                .getFirst();
        assertEquals(77, ppo.workload().promptTokens());
        assertEquals(20, ppo.plan().lengths().mean(1000), 0.5);
    }
}
