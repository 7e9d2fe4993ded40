package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.configs.vectors.Value;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** How losses of tokens become one loss. */
final class AggregationCases {

    private AggregationCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("aggregated", in -> {
                double[][] losses = in.get("loss").grid();
                return Map.of(
                        "loss",
                        aggregated(losses, in.mask("mask", losses), named(in.get("mode")), in.number("norm", 1)));
            }),
            entry("agg_loss:token-mean", in -> aggregated(in, Aggregation.TOKEN_MEAN)),
            entry("agg_loss:seq-mean-token-sum", in -> aggregated(in, Aggregation.SEQ_MEAN_TOKEN_SUM)),
            entry("agg_loss:seq-mean-token-mean", in -> aggregated(in, Aggregation.SEQ_MEAN_TOKEN_MEAN)),
            entry("agg_loss:seq-mean-token-sum-norm", in -> aggregated(in, Aggregation.SEQ_MEAN_TOKEN_SUM_NORM)),
            entry("aggregate_token_mean", in -> aggregated(in, Aggregation.TOKEN_MEAN)),
            entry("aggregate_seq_mean_token_mean", in -> aggregated(in, Aggregation.SEQ_MEAN_TOKEN_MEAN)),
            entry("aggregate_excludes_fully_masked", in -> aggregated(in, named(in.get("mode")))));

    /** The mode of that name, written as the peers write it. */
    static Aggregation named(Value mode) {
        String name = mode.text().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Aggregation.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unsupported("the aggregation " + mode.text() + " is none of ours"));
    }

    /** verl's norm mode divides the sum over all tokens by the width alone, ours by the number of responses too. */
    static double widthOverSequences(double[][] grid, boolean[][] mask) {
        long sequences = Arrays.stream(mask)
                .filter(row -> IntStream.range(0, row.length).anyMatch(t -> row[t]))
                .count();
        return (double) grid[0].length / sequences;
    }

    private static Map<String, Object> aggregated(Value in, Aggregation aggregation) {
        double[][] losses = in.get("loss").grid();
        boolean[][] mask = in.mask("mask", losses);
        return Map.of("loss", aggregated(losses, mask, aggregation, widthOverSequences(losses, mask)));
    }

    /** Any numbers at all, aggregated: at ratio 1 a token costs its negative advantage. */
    static double aggregated(double[][] losses, boolean[][] mask, Aggregation aggregation, double norm) {
        double[][] zeros = StepInputs.scaled(losses, 0);
        var objective = new PolicyGradient(new ClippedSurrogate(0.2, 0.2, 0), aggregation, norm, 0);
        return new PolicyStep(zeros, zeros, StepInputs.scaled(losses, -1), mask)
                .of(objective)
                .loss();
    }
}
