package io.akkord.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Role;
import io.akkord.rewards.WeightedSum.Part;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightedSumTest {

    private static final Reward LENGTH = (rollout, models) -> rollout.text().length();

    private static double score(WeightedSum sum, String response, double learned) throws Unscored {
        return sum.score(Rollouts.saying(response), role -> learned);
    }

    private static WeightedSum withPart(double weight, Reward reward) {
        return new WeightedSum(List.of(new Part("length", 1, LENGTH), new Part("other", weight, reward)));
    }

    @Test
    void partsAddUpByWeight() throws Exception {
        var sum =
                new WeightedSum(List.of(new Part("learned", 2, new LearnedScore()), new Part("length", -0.5, LENGTH)));
        assertEquals(2 * 1.25 - 0.5 * 4, score(sum, "four", 1.25));
    }

    @Test
    void theModelsOfAllPartsAreAsked() {
        Reward judged = new Reward() {
            @Override
            public double score(Rollout rollout, ModelScores models) {
                return models.of(Role.JUDGE);
            }

            @Override
            public Set<Role> models() {
                return Set.of(Role.JUDGE);
            }
        };
        var sum = new WeightedSum(List.of(
                new Part("learned", 1, new LearnedScore()),
                new Part("length", 1, LENGTH),
                new Part("nested", 1, withPart(1, judged))));
        assertEquals(Set.of(Role.REWARD, Role.JUDGE), sum.models());
    }

    @Test
    void anUnscoredPartLeavesTheSumUnscoredEvenWithoutWeight() {
        var nan = assertThrows(Unscored.class, () -> score(withPart(0, (rollout, models) -> Double.NaN), "x", 0));
        assertEquals("other: the reward is NaN", nan.getMessage());
        var thrown = assertThrows(
                Unscored.class,
                () -> score(
                        withPart(1, (rollout, models) -> {
                            throw new IOException("gone");
                        }),
                        "x",
                        0));
        assertEquals("other: the reward threw java.io.IOException: gone", thrown.getMessage());
        var nested = assertThrows(Unscored.class, () -> score(withPart(1, new ExactMatch("answer", false)), "x", 0));
        assertEquals("other: the prompt has no label \"answer\"", nested.getMessage());
    }

    @Test
    void partsNeedNamesOfTheirOwnAndFiniteWeights() {
        assertThrows(IllegalArgumentException.class, () -> new WeightedSum(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Part("length", Double.NaN, LENGTH));
        var twice = List.of(new Part("length", 1, LENGTH), new Part("length", 2, LENGTH));
        var refused = assertThrows(IllegalArgumentException.class, () -> new WeightedSum(twice));
        assertEquals("a weighted sum has two rewards called length", refused.getMessage());
    }
}
