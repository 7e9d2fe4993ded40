package io.akkord.algorithms.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.Rollouts;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every objective, on random steps with holes, empty responses and unscored rows. */
class ObjectiveProofTest {

    private static final int ROWS = 7;

    /** An objective, the columns of a random step, and what the network yields for it. */
    record Trial(String name, Objective objective, Experience step, TokenGrid outputs) {

        Derivative at(int... rows) {
            return at(outputs, rows);
        }

        Derivative at(TokenGrid moved, int... rows) {
            TokenGrid detached = objective.needsDetachedPass() ? moved : TokenGrid.of(new double[0][]);
            Objective.Local local = objective.prepare(step, detached);
            return local.at(new MicroBatch(rows, step.select(rows), moved.select(rows)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trial> trials() {
        return IntStream.range(0, 12)
                .boxed()
                .flatMap(seed -> Stream.concat(
                        trialsOf(new Random(seed), seed), PreferenceTrials.of(new Random(seed), ROWS, seed)));
    }

    private static Stream<Trial> trialsOf(Random random, int seed) {
        Aggregation mode = Aggregation.values()[seed % 5];
        double dual = seed % 2 == 0 ? 0 : 1.5;
        boolean[][] mask = randomMask(random);
        double[][] old = grid(random, mask, 1.5);
        Experience rollouts = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(old, mask))
                .with(Column.SCORES, new Scores(new double[] {1, 2, Double.NaN, 0, -1, 3, 2}))
                .with(Column.ADVANTAGES, TokenGrid.of(grid(random, mask, 2)))
                .with(Column.VALUES, TokenGrid.of(grid(random, mask, 1)))
                .with(Column.RETURNS, TokenGrid.of(grid(random, mask, 1)));
        double[][] now = moved(random, old, 0.6);
        return Stream.concat(
                criticless(random, seed, mode, old, mask),
                Stream.of(
                        new Trial(
                                "surrogate " + mode + " seed " + seed,
                                new PolicyGradient(new ClippedSurrogate(0.2, 0.28, dual), mode, 9, 0.01),
                                rollouts,
                                TokenGrid.of(now)),
                        new Trial(
                                "value " + mode + " seed " + seed,
                                new ClippedValue(seed % 3 * 0.2, mode),
                                rollouts,
                                TokenGrid.of(grid(random, mask, 1))),
                        new Trial(
                                "next token " + mode + " seed " + seed,
                                new NextToken(Column.DEMONSTRATIONS, mode),
                                Experience.empty().with(Column.DEMONSTRATIONS, demonstrations(old)),
                                TokenGrid.of(now)),
                        new Trial(
                                "ranking seed " + seed,
                                new PairwiseRanking(seed % 2 * 0.1),
                                Experience.empty().with(Column.PAIRS, pairs(random)),
                                new TokenGrid(grid(random, new boolean[2 * ROWS][1], 2), 2))));
    }

    /** Two or three responses to each prompt, sampled by a policy other than the old one, held near a reference. */
    private static Stream<Trial> criticless(
            Random random, int seed, Aggregation mode, double[][] old, boolean[][] mask) {
        var endings = new Ending[ROWS];
        Arrays.fill(endings, Ending.EOS);
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(moved(random, old, 0.1), mask, endings, 2 + seed % 2))
                .with(Column.SCORES, new Scores(new double[] {1, 2, Double.NaN, 0, -1, 3, 2}))
                .with(Column.ADVANTAGES, TokenGrid.of(grid(random, mask, 2)))
                .with(Column.REFERENCE_LOGPROBS, TokenGrid.of(moved(random, old, 0.5)))
                .with(PolicyGradient.OLD_LOGPROBS, TokenGrid.of(old))
                .with(PolicyGradient.IMPORTANCE_WEIGHTS, TokenGrid.of(moved(random, grid(random, mask, 1), 0.2)));
        var penalty =
                new KlPenalty(seed % 3 * 0.1, Kl.Estimator.values()[seed % 4], seed % 2 * 0.4, false, seed % 4 < 2);
        TokenGrid now = TokenGrid.of(moved(random, old, 0.4));
        return Stream.of(
                        new ClippedSurrogate(RatioLevel.TOKEN, 0.2, 0.28, 0, 1.1),
                        new ClippedSurrogate(RatioLevel.SEQUENCE, 0.1, 0.2, 1.4, 0),
                        new SoftGate(RatioLevel.TOKEN, 1, 1.05),
                        new SoftGate(RatioLevel.SEQUENCE, 1, 2),
                        new LogLikelihood(),
                        new GeometricMean(0.3, 0.4))
                .map(surrogate -> new Trial(
                        surrogate + " " + mode + " seed " + seed,
                        new PolicyGradient(surrogate, mode, 9, 0.01, penalty, PolicyGradient.Columns.USUAL),
                        step,
                        now));
    }

    @ParameterizedTest
    @MethodSource("trials")
    void slopesMatchFiniteDifferences(Trial trial) {
        int[] all = IntStream.range(0, ROWS).toArray();
        double[][] slopes = trial.at(all).slopes();
        double h = 1e-6;
        for (int i = 0; i < slopes.length; i++) {
            for (int t = 0; t < slopes[i].length; t++) {
                double up = trial.at(shifted(trial.outputs, i, t, h), all).loss();
                double down = trial.at(shifted(trial.outputs, i, t, -h), all).loss();
                assertEquals((up - down) / (2 * h), slopes[i][t], 1e-7, "sequence " + i + " token " + t);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trials")
    void anyPartitionInAnyOrderSumsToTheWhole(Trial trial) {
        Derivative whole = trial.at(IntStream.range(0, ROWS).toArray());
        int perRow = trial.outputs.perRow();
        for (int cut = 0; cut < 20; cut++) {
            double loss = 0;
            var slopes = new double[whole.slopes().length][];
            var metrics = new Metrics();
            for (int[] rows : randomPartition(new Random(cut))) {
                Derivative part = trial.at(rows);
                loss += part.loss();
                metrics.addAll(part.metrics());
                assertEquals(whole.entropyWeight(), part.entropyWeight());
                for (int i = 0; i < rows.length * perRow; i++) {
                    slopes[rows[i / perRow] * perRow + i % perRow] = part.slopes()[i];
                }
            }
            assertEquals(whole.loss(), loss, 1e-13);
            for (int i = 0; i < slopes.length; i++) {
                assertArrayEquals(whole.slopes()[i], slopes[i], 0, "the slopes of a row do not see its neighbours");
            }
            metrics.values()
                    .forEach((name, value) ->
                            assertEquals(whole.metrics().mean(name).value(), value, 1e-12, name));
        }
    }

    @ParameterizedTest
    @MethodSource("trials")
    void microBatchesOfAnySizeSumToTheWhole(Trial trial) {
        Derivative whole = trial.at(IntStream.range(0, ROWS).toArray());
        int perRow = trial.outputs.perRow();
        for (int size : new int[] {1, 2, 4}) {
            double loss = 0;
            for (int from = 0; from < ROWS; from += size) {
                int[] rows = IntStream.range(from, Math.min(ROWS, from + size)).toArray();
                Derivative part = trial.at(rows);
                loss += part.loss();
                for (int i = 0; i < part.slopes().length; i++) {
                    assertArrayEquals(whole.slopes()[from * perRow + i], part.slopes()[i], 0);
                }
            }
            assertEquals(whole.loss(), loss, 1e-13);
        }
    }

    @ParameterizedTest
    @MethodSource("trials")
    void aStepInAnotherOrderTeachesTheSame(Trial trial) {
        int[] all = IntStream.range(0, ROWS).toArray();
        Derivative whole = trial.at(all);
        int perRow = trial.outputs.perRow();
        int[] order = {3, 6, 0, 4, 1, 5, 2};
        var moved = new Trial("", trial.objective, trial.step.select(order), trial.outputs.select(order));
        Derivative other = moved.at(all);
        assertEquals(whole.loss(), other.loss(), 1e-12);
        for (int i = 0; i < other.slopes().length; i++) {
            int sequence = order[i / perRow] * perRow + i % perRow;
            assertArrayEquals(whole.slopes()[sequence], other.slopes()[i], 1e-14);
        }
    }

    @ParameterizedTest
    @MethodSource("trials")
    void unscoredAndUnsampledTokensHaveNoSlopeAndNoWeight(Trial trial) {
        if (!trial.step.has(Column.ROLLOUTS)) {
            return;
        }
        Derivative whole = trial.at(IntStream.range(0, ROWS).toArray());
        boolean[][] taught = TaughtTokens.of(trial.step, Column.ROLLOUTS).mask();
        for (int i = 0; i < ROWS; i++) {
            for (int t = 0; t < taught[i].length; t++) {
                if (!taught[i][t]) {
                    assertEquals(0, whole.slopes()[i][t]);
                }
            }
        }
        int[] scored = {0, 1, 3, 4, 5, 6};
        var alone = new Trial("", trial.objective, trial.step.select(scored), trial.outputs.select(scored));
        assertEquals(alone.at(0, 1, 2, 3, 4, 5).loss(), whole.loss(), 1e-13);
    }

    private static TokenGrid shifted(TokenGrid outputs, int sequence, int token, double by) {
        double[][] copy = Arrays.stream(outputs.values()).map(double[]::clone).toArray(double[][]::new);
        copy[sequence][token] += by;
        return new TokenGrid(copy, outputs.perRow());
    }

    private static List<int[]> randomPartition(Random random) {
        int[] order = IntStream.range(0, ROWS).toArray();
        for (int i = ROWS - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        var parts = new ArrayList<int[]>();
        for (int from = 0; from < ROWS; ) {
            int to = from + 1 + random.nextInt(ROWS - from);
            parts.add(Arrays.copyOfRange(order, from, to));
            from = to;
        }
        return parts;
    }

    /** Row 4 is empty; the others have one to six tokens, some of them not sampled. */
    private static boolean[][] randomMask(Random random) {
        var mask = new boolean[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            mask[i] = new boolean[i == 4 ? 0 : 1 + random.nextInt(6)];
            for (int t = 0; t < mask[i].length; t++) {
                mask[i][t] = random.nextInt(5) > 0;
            }
        }
        return mask;
    }

    private static double[][] grid(Random random, boolean[][] shape, double scale) {
        return Arrays.stream(shape)
                .map(row -> random.doubles(row.length, -scale, scale).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] moved(Random random, double[][] from, double by) {
        return Arrays.stream(from)
                .map(row -> Arrays.stream(row)
                        .map(value -> value + by * random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }

    private static Rows<Demonstration> demonstrations(double[][] shape) {
        return new Rows<>(Arrays.stream(shape)
                .map(row -> new Demonstration(new int[] {1}, new int[row.length]))
                .toList());
    }

    private static Rows<PreferencePair> pairs(Random random) {
        return new Rows<>(IntStream.range(0, ROWS)
                .mapToObj(i -> new PreferencePair(new int[] {1}, new int[2], new int[3], random.nextDouble()))
                .toList());
    }
}
