package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import io.akkord.configs.vectors.VectorCase;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.math.MathAnswer;
import java.util.List;
import java.util.Map;

/** Pairs of mathematical answers that a grader called equal or not: {@code {gold, pred, equal}}. */
final class MathSuite implements Suite {

    /** Some labels are a grader's faults, so not all can be met. */
    private static final double BAR = 0.95;

    private static final String NAME = "math_equivalence";

    @Override
    public boolean reads(VectorCase one) {
        return one.whole().hasAll("gold", "pred", "equal");
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        Value pair = one.whole();
        if (pair.has("python_escape_artifact")) {
            return List.of(Judgement.skipped(NAME, "the row is marked as damaged by escapes"));
        }
        if (pair.get("gold").isNothing() || pair.get("pred").isNothing()) {
            return List.of(Judgement.skipped(NAME, "there is no answer to compare"));
        }
        String gold = pair.get("gold").text();
        String found = pair.get("pred").text();
        boolean equal = pair.get("equal").flag();
        return List.of(Judgement.verdict(
                NAME,
                BAR,
                ours(gold, found) == equal,
                (equal ? "equal" : "different") + " is published of " + pair.get("gold") + " and " + pair.get("pred")));
    }

    private static boolean ours(String gold, String found) {
        try {
            return new MathAnswer().verify(found, Map.of("answer", gold)).score() == 1;
        } catch (Unscored unscored) {
            return false;
        }
    }
}
