package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import io.akkord.configs.vectors.VectorCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cases that name a function and give its inputs and outputs, gradients among them.
 *
 * <p>Numbers are compared within 1e-6 of their size or 1e-9, or within the case's own {@code tol}, which is both relative and
 * absolute as in the suites that such cases come from. What its project computed in float32 is compared within 1e-5 or 1e-6.
 */
final class FunctionSuite implements Suite {

    /** Computed in float32 by their projects, as the cases or their files say. */
    private static final Set<String> FLOAT32 =
            Set.of("approx_kl:k1", "approx_kl:k2", "approx_kl:k3", "discounted_returns", "orpo:odds_ratio");

    private static final Map<String, CaseFunction> FUNCTIONS = new HashMap<>();

    static {
        List.of(
                        KlCases.ALL,
                        AdvantageCases.ALL,
                        GroupCases.ALL,
                        AggregationCases.ALL,
                        SurrogateCases.ALL,
                        CorrectedCases.ALL,
                        GroupLossCases.ALL,
                        PlainLossCases.ALL,
                        PairCases.ALL,
                        LabelledCases.ALL,
                        ShapingCases.ALL)
                .forEach(family -> family.forEach((name, function) -> {
                    if (FUNCTIONS.put(name, function) != null) {
                        throw new IllegalStateException("two families compute " + name);
                    }
                }));
    }

    @Override
    public boolean reads(VectorCase one) {
        return !one.function().isEmpty() && one.whole().hasAll("inputs", "expected");
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        CaseFunction function = FUNCTIONS.get(one.function());
        if (function == null) {
            return List.of(Judgement.skipped(one.function(), "no function of ours computes this"));
        }
        return List.of(Judgement.compared(
                one.function(), comparison(one), one.expected(), () -> function.apply(one.inputs())));
    }

    private static Comparison comparison(VectorCase one) {
        Value own = one.whole().path("tol");
        if (!own.isNothing()) {
            return new Comparison(own.number(), own.number());
        }
        boolean narrow = FLOAT32.contains(one.function()) || !one.whole().has("fn");
        return narrow ? new Comparison(1e-5, 1e-6) : new Comparison(1e-6, 1e-9);
    }
}
