package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.LabelledLoss;
import io.akkord.algorithms.preference.Odds;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Three pairs of responses of several tokens, and three pairs of scores. */
final class GoldenPairs {

    private static final double[] CHOSEN = {-10, -12, -8};
    private static final double[] REJECTED = {-11, -10, -9};
    private static final double[] REFERENCE_CHOSEN = {-10.5, -11.5, -8.2};
    private static final double[] REFERENCE_REJECTED = {-10.8, -10.4, -8.5};
    private static final int[] LENGTHS = {5, 7, 6, 5, 4, 6};

    private GoldenPairs() {}

    /** Every number that we have, by its name in the file. */
    static Map<String, Supplier<Object>> all() {
        return Map.ofEntries(
                entry("dpo.sigmoid(b.1)", () -> held(PairLoss.SIGMOID, 0, false)),
                entry("dpo.cdpo(b.1,e.1)", () -> held(PairLoss.SIGMOID, .1, false)),
                entry("dpo.robust(b.1,e.1)", () -> held(PairLoss.ROBUST, .1, false)),
                entry("dpo.hinge(b.1)", () -> held(PairLoss.HINGE, 0, false)),
                entry("dpo.ipo.sum(b.1)", () -> held(PairLoss.IPO, 0, false)),
                entry("dpo.ipo.avg(b.1)", () -> held(PairLoss.IPO, 0, true)),
                entry("simpo(b2,gamma/b.3)", () -> {
                    var simpo = new PairComparison(PairLoss.SIGMOID, Divergence.reverseKl(), 2, .6, 0, 1);
                    return loss(simpo, false, true);
                }),
                entry("orpo.or_term", () -> {
                    var odds = new PairComparison(PairLoss.SIGMOID, new Odds(), 1, 0, 0, 1);
                    return loss(odds, false, true);
                }),
                entry("kto(b.1,z.15) desirable", () -> labelled(CHOSEN, REFERENCE_CHOSEN, true)),
                entry("kto undesirable", () -> labelled(REJECTED, REFERENCE_REJECTED, false)),
                entry("rm.pairwise", () -> ranked(0, 0, 0)),
                entry("rm.logexp", () -> ranked(0, 0, 0)),
                entry("rm.pairwise.margin", () -> ranked(.1, .2, .3)));
    }

    private static double held(PairLoss loss, double smoothing, boolean averaged) {
        return loss(PairComparison.of(loss, .1, smoothing), true, averaged);
    }

    private static double loss(PairComparison comparison, boolean reference, boolean averaged) {
        var against = new TokenGrid(PairCases.spread(REFERENCE_CHOSEN, REFERENCE_REJECTED, LENGTHS), 2);
        return StepInputs.derivative(
                        new PairPreference(comparison, 1, 0, reference, averaged),
                        PairCases.pairs(LENGTHS).with(Column.REFERENCE_LOGPROBS, against),
                        new TokenGrid(PairCases.spread(CHOSEN, REJECTED, LENGTHS), 2))
                .loss();
    }

    private static double[] labelled(double[] policy, double[] reference, boolean desirable) {
        var loss = new LabelledLoss(.1, 1, 1);
        return IntStream.range(0, policy.length)
                .mapToDouble(
                        i -> loss.cost(policy[i] - reference[i], desirable, .15).loss())
                .toArray();
    }

    private static double ranked(double... margins) {
        double[] chosen = {1, .2, -.3};
        double[] rejected = {.5, .4, -1};
        return PlainLossCases.ranking(chosen, rejected, margins, new PairwiseRanking(0))
                .loss();
    }
}
