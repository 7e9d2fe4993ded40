package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.preference.Opponents;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairCost;
import java.util.Arrays;
import java.util.List;

/**
 * Teaches a policy to prefer what people preferred, without a reward model: DPO and its family.
 *
 * <p>{@code L = weight * mean over pairs(cost) + nll * mean over the chosen tokens(-logprob)}. A response enters as its
 * log-ratio to the reference, or its log-prob where there is none, over its sampled tokens; an empty one as 0. Pairs
 * whose responses are the same tokens teach nothing and count in no mean.
 *
 * @param comparison what a pair costs
 * @param weight of that cost
 * @param nll weight of the chosen responses' negative log-likelihood; 0 for none
 * @param reference whether responses are seen relative to {@link Column#REFERENCE_LOGPROBS}, two sequences a row
 * @param lengthAveraged whether a response is its mean over tokens instead of their sum
 */
public record PairPreference(
        PairComparison comparison, double weight, double nll, boolean reference, boolean lengthAveraged)
        implements Objective {

    private static final double[] NONE = {};

    public PairPreference {
        check(weight >= 0, "weight must be at least 0, was " + weight);
        check(nll >= 0, "nll must be at least 0, was " + nll);
        check(reference || !comparison.loss().isSorted(), comparison.loss() + " needs a reference");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A pair's two responses. */
    private record Both(Sequence[] sequences, SequenceRatio chosen, SequenceRatio rejected) {}

    /**
     * What is known of the whole step.
     *
     * @param pairs that teach
     * @param chosenTokens of those pairs
     * @param opponents of every pair, in a sorted loss
     */
    private record Counts(int pairs, long chosenTokens, Opponents opponents) {}

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public boolean needsDetachedPass() {
        return comparison.loss().isSorted();
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        List<PreferencePair> all = step.get(Column.PAIRS).items();
        int pairs = 0;
        long chosenTokens = 0;
        for (PreferencePair pair : all) {
            pairs += pair.isTie() ? 0 : 1;
            chosenTokens += pair.isTie() ? 0 : pair.sequences().getFirst().sampledTokens();
        }
        Opponents opponents = needsDetachedPass() ? opponents(all, step, detached) : Opponents.none();
        var counts = new Counts(pairs, chosenTokens, opponents);
        return batch -> derivative(batch, counts);
    }

    /** The opponents of each pair; a tie has none and is no one's. */
    private Opponents opponents(List<PreferencePair> pairs, Experience step, TokenGrid detached) {
        double[][] references = step.get(Column.REFERENCE_LOGPROBS).values();
        var places = new int[pairs.size()];
        var chosen = new double[pairs.size()];
        var rejected = new double[pairs.size()];
        var referenceLeads = new double[pairs.size()];
        int taught = 0;
        for (int i = 0; i < places.length; i++) {
            if (!pairs.get(i).isTie()) {
                Both ratios = both(pairs.get(i), detached.values(), references, i);
                Both alone = both(pairs.get(i), references, new double[0][], i);
                places[taught] = i;
                chosen[taught] = ratios.chosen.value();
                rejected[taught] = ratios.rejected.value();
                referenceLeads[taught] = alone.chosen.value() - alone.rejected.value();
                taught++;
            }
        }
        Opponents ranked = Opponents.of(
                comparison.loss(),
                Arrays.copyOf(chosen, taught),
                Arrays.copyOf(rejected, taught),
                Arrays.copyOf(referenceLeads, taught));
        var placed = new Opponents(new double[places.length], new double[places.length]);
        for (int k = 0; k < taught; k++) {
            placed.ofChosen()[places[k]] = ranked.ofChosen()[k];
            placed.ofRejected()[places[k]] = ranked.ofRejected()[k];
        }
        return placed;
    }

    private Both both(PreferencePair pair, double[][] logprobs, double[][] references, int i) {
        Sequence[] sequences = pair.sequences().toArray(Sequence[]::new);
        var ratios = new SequenceRatio[2];
        for (int side = 0; side < 2; side++) {
            double[] against = references.length == 0 ? NONE : references[2 * i + side];
            ratios[side] = SequenceRatio.of(sequences[side], logprobs[2 * i + side], against, lengthAveraged);
        }
        return new Both(sequences, ratios[0], ratios[1]);
    }

    private Derivative derivative(MicroBatch batch, Counts step) {
        List<PreferencePair> pairs = batch.columns().get(Column.PAIRS).items();
        double[][] logprobs = batch.outputs().values();
        double[][] references =
                reference ? batch.columns().get(Column.REFERENCE_LOGPROBS).values() : new double[0][];
        var slopes = Arrays.stream(logprobs).map(row -> new double[row.length]).toArray(double[][]::new);
        var metrics = new Metrics();
        double loss = 0;
        int taught = 0;
        for (int i = 0; i < pairs.size(); i++) {
            PreferencePair pair = pairs.get(i);
            metrics.add("preference/ties", pair.isTie() ? 1 : 0);
            if (pair.isTie()) {
                continue;
            }
            taught++;
            Both both = both(pair, logprobs, references, i);
            PairCost cost = cost(both, pair.strength(), step.opponents, batch.rows()[i]);
            double each = weight / step.pairs;
            loss += each * cost.loss();
            both.chosen.spread(each * cost.chosenSlope(), both.sequences[0].sampled(), slopes[2 * i]);
            both.rejected.spread(each * cost.rejectedSlope(), both.sequences[1].sampled(), slopes[2 * i + 1]);
            if (nll > 0) {
                loss += likelihood(both, logprobs[2 * i], nll / step.chosenTokens, slopes[2 * i], metrics);
            }
            measure(metrics, both);
        }
        metrics.add("preference/loss", loss, step.pairs == 0 ? 0 : (double) taught / step.pairs);
        return new Derivative(loss, slopes, 0, metrics);
    }

    private PairCost cost(Both both, double strength, Opponents opponents, int row) {
        double chosen = both.chosen.value();
        double rejected = both.rejected.value();
        return needsDetachedPass()
                ? comparison.cost(
                        chosen, rejected, opponents.ofChosen()[row], opponents.ofRejected()[row])
                : comparison.cost(chosen, rejected, strength);
    }

    /** The chosen response's part of the negative log-likelihood; none for an empty one. */
    private static double likelihood(Both both, double[] logprobs, double each, double[] slopes, Metrics metrics) {
        boolean[] sampled = both.sequences[0].sampled();
        double sum = 0;
        for (int t = 0; t < sampled.length; t++) {
            if (sampled[t]) {
                sum -= logprobs[t];
                slopes[t] -= each;
            }
        }
        metrics.add("preference/nll", sum, both.chosen.tokens());
        return both.chosen.tokens() == 0 ? 0 : each * sum;
    }

    private void measure(Metrics metrics, Both both) {
        double chosen = weight * comparison.reward(both.chosen.value());
        double rejected = weight * comparison.reward(both.rejected.value());
        metrics.add("rewards/chosen", chosen);
        metrics.add("rewards/rejected", rejected);
        metrics.add("rewards/margins", chosen - rejected);
        metrics.add("rewards/accuracies", chosen > rejected ? 1 : 0);
    }
}
