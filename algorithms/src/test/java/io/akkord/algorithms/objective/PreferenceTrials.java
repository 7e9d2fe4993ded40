package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.ObjectiveProofTest.Trial;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.LabelledLoss;
import io.akkord.algorithms.preference.Odds;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random steps of preferences, with ties, empty responses and preferences that are not certain. */
final class PreferenceTrials {

    private PreferenceTrials() {}

    static Stream<Trial> of(Random random, int rows, int seed) {
        var losses = Stream.of(PairLoss.values())
                .map(loss -> PairComparison.of(loss, 0.6, loss == PairLoss.EXO_PAIR ? 0.1 : seed % 2 * 0.1));
        var divergences = Stream.of(Divergence.Kind.values())
                .map(kind ->
                        new PairComparison(PairLoss.SIGMOID, new Divergence(kind, 0.3), 0.6, 0, seed % 2 * 0.1, 1));
        boolean averaged = seed % 3 == 0;
        double nll = seed % 4 == 0 ? 0.5 : 0;
        Stream<Objective> held = Stream.concat(losses, divergences)
                .map(comparison -> new PairPreference(comparison, 1, nll, true, averaged));
        Stream<Objective> free = Stream.of(
                new OptimisticPreference(
                        new PairPreference(PairComparison.of(PairLoss.SIGMOID, 0.4, 0), 1, 0, true, false), 0.3),
                new PairPreference(PairComparison.of(PairLoss.HINGE, 0.6, 0), 1, 1, false, averaged),
                new PairPreference(
                        new PairComparison(PairLoss.SIGMOID, Divergence.reverseKl(), 2, 1, 0.1, 1), 1, 0, false, true),
                new PairPreference(new PairComparison(PairLoss.SIGMOID, new Odds(), 1, 0, 0, 1), 0.1, 1, false, true));
        return Stream.concat(
                Stream.concat(held, free).map(objective -> pairs(random, rows, seed, objective)),
                Stream.of(labelled(random, rows, seed)));
    }

    private static Trial pairs(Random random, int rows, int seed, Objective objective) {
        var pairs = new ArrayList<PreferencePair>();
        for (int i = 0; i < rows; i++) {
            int[] chosen = response(random, i == 4 ? 0 : 1 + random.nextInt(5), 3);
            int[] rejected = i == 2 ? chosen.clone() : response(random, i == 5 ? 0 : 1 + random.nextInt(5), 5);
            double strength = i == 1 ? 0.7 : 1;
            pairs.add(new PreferencePair(new int[] {1, 2}, chosen, rejected, 0, strength));
        }
        var column = new Rows<>(pairs);
        double[][] reference = logprobs(random, column, 0.1);
        Experience step = Experience.empty()
                .with(Column.PAIRS, column)
                .with(
                        OptimisticPreference.REFERENCE_SIDE,
                        new Scores(
                                IntStream.range(0, rows).mapToDouble(i -> i % 2).toArray()))
                .with(Column.REFERENCE_LOGPROBS, new TokenGrid(reference, 2));
        return new Trial(objective + " seed " + seed, objective, step, new TokenGrid(logprobs(random, column, 0.1), 2));
    }

    private static Trial labelled(Random random, int rows, int seed) {
        var responses = new ArrayList<LabelledResponse>();
        for (int i = 0; i < rows; i++) {
            int[] response = response(random, i == 4 ? 0 : 1 + random.nextInt(5), 3);
            responses.add(new LabelledResponse(new int[] {1}, response, random.nextBoolean()));
        }
        var column = new Rows<>(responses);
        var baselines = new double[rows];
        Arrays.fill(baselines, 0.3);
        Column<Scores> baseline = Column.scores("baseline");
        Experience step = Experience.empty()
                .with(Column.LABELLED, column)
                .with(Column.REFERENCE_LOGPROBS, TokenGrid.of(logprobs(random, column, 0.1)));
        return new Trial(
                "labelled seed " + seed,
                new LabelledPreference(new LabelledLoss(0.6, 1, 1.33), baseline),
                seed % 2 == 0 ? step : step.with(baseline, new Scores(baselines)),
                TokenGrid.of(logprobs(random, column, 0.1)));
    }

    /** Tokens from {@code least} on, so that chosen and rejected responses differ unless copied. */
    private static int[] response(Random random, int length, int least) {
        return random.ints(length, least, least + 2).toArray();
    }

    private static double[][] logprobs(Random random, Rows<?> rows, double least) {
        return rows.sequences().stream()
                .map(sequence -> random.doubles(sequence.responseLength(), least, 1.5)
                        .map(x -> -x)
                        .toArray())
                .toArray(double[][]::new);
    }
}
