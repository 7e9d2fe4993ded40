package io.akkord.policies.generate;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Draws from given distributions: with one hidden number, the head's weights are the logits. */
class SamplerTest {

    private record Draws(int[] ids, double[] logprobs) {}

    private static Sampling sampling(double temperature, double topP, int topK) {
        return new Sampling(temperature, topP, topK, 1, 1, List.of());
    }

    private static Draws draw(double[] logits, double[] uniforms, Sampling sampling, Precision precision) {
        return OnDevice.call(() -> {
            try (var scope = new Scope();
                    var sampler = new Sampler()) {
                Tensor weight = scope.zeros(precision.type(), logits.length, 1);
                weight.memory().copyFrom(scope.of(precision, logits).memory());
                Tensor hidden = scope.zeros(precision.type(), uniforms.length, 1);
                var ones = new double[uniforms.length];
                Arrays.fill(ones, 1);
                hidden.memory().copyFrom(scope.of(precision, ones).memory());
                List<Tensor> drawn = sampling.isGreedy()
                        ? sampler.greedy(scope, List.of(hidden), List.of(weight), 0)
                        : sampler.sample(
                                scope,
                                List.of(hidden),
                                List.of(weight),
                                0,
                                scope.of(Precision.FLOAT64, uniforms),
                                sampling);
                assertEquals(ElementType.INT64, drawn.get(0).type());
                long[] ids = drawn.get(0).memory().toArray(JAVA_LONG);
                return new Draws(
                        Arrays.stream(ids).mapToInt(id -> (int) id).toArray(),
                        drawn.get(1).doubles());
            }
        });
    }

    private static double[] logs(double... probabilities) {
        return Arrays.stream(probabilities).map(Math::log).toArray();
    }

    /** Which tokens any uniform can draw. */
    private static int[] reachable(double[] logits, Sampling sampling, Precision precision) {
        double[] uniforms =
                IntStream.range(0, 5000).mapToDouble(i -> (i + 0.5) / 5000).toArray();
        return Arrays.stream(draw(logits, uniforms, sampling, precision).ids)
                .distinct()
                .sorted()
                .toArray();
    }

    private static double[] uniforms(int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Philox.uniform(new RunKey(11, 0), i, 0, 0))
                .toArray();
    }

    @Test
    void frequenciesFollowTheDistribution() {
        double[] logits = {1, -0.5, 0, 2, 0.3, -3, 1.5};
        double temperature = 0.8;
        double[] weights =
                Arrays.stream(logits).map(z -> Math.exp(z / temperature)).toArray();
        double total = Arrays.stream(weights).sum();
        int n = 50_000;
        Draws draws = draw(logits, uniforms(n), sampling(temperature, 1, 0), Precision.FLOAT32);
        double chiSquare = 0;
        for (int token = 0; token < logits.length; token++) {
            int wanted = token;
            double expected = n * weights[token] / total;
            long seen = Arrays.stream(draws.ids).filter(id -> id == wanted).count();
            chiSquare += Math.pow(seen - expected, 2) / expected;
        }
        assertTrue(chiSquare < 22.46, "chi-square with 6 degrees of freedom beyond its 99.9 %: " + chiSquare);
    }

    /** The wide vocabulary takes another way, block by block; both must find the token that plain addition finds. */
    @Test
    void theTokenIsTheFirstWhoseCumulativeProbabilityExceedsTheUniform() {
        var random = new SplittableRandom(4);
        for (int vocabulary : new int[] {5, 300, 4096, 4097, 9999}) {
            double[] logits = IntStream.range(0, vocabulary)
                    .mapToDouble(i -> 3 * random.nextGaussian())
                    .toArray();
            double[] uniforms = uniforms(500);
            Draws draws = draw(logits, uniforms, sampling(1, 1, 0), Precision.FLOAT64);
            double total = Arrays.stream(logits).map(Math::exp).sum();
            for (int i = 0; i < uniforms.length; i++) {
                int token = -1;
                double sum = 0;
                while (sum <= uniforms[i] * total) {
                    sum += Math.exp(logits[++token]);
                }
                assertEquals(token, draws.ids[i], vocabulary + " tokens, uniform " + uniforms[i]);
                assertEquals(logits[token] - Math.log(total), draws.logprobs[i], 1e-12);
            }
        }
    }

    @Test
    void theOutermostUniformsDrawTokensThatArePossible() {
        for (int vocabulary : new int[] {10, 9999}) {
            var logits = new double[vocabulary];
            Arrays.fill(logits, -1e9);
            logits[3] = 0;
            logits[7] = 0;
            double[] outermost = {0x1p-49, 1 - 0x1p-49};
            for (Precision precision : Precision.values()) {
                assertArrayEquals(new int[] {3, 7}, draw(logits, outermost, sampling(1, 1, 0), precision).ids);
            }
        }
    }

    @Test
    void topKKeepsThatManyLikeliestTokens() {
        double[] logits = logs(0.1, 0.3, 0.05, 0.4, 0.15);
        for (Precision precision : Precision.values()) {
            assertArrayEquals(new int[] {1, 3}, reachable(logits, sampling(1, 1, 2), precision));
            assertArrayEquals(new int[] {0, 1, 3, 4}, reachable(logits, sampling(1, 1, 4), precision));
            assertArrayEquals(new int[] {0, 1, 2, 3, 4}, reachable(logits, sampling(1, 1, 9), precision));
        }
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesIt() {
        double[] logits = logs(0.1, 0.3, 0.05, 0.4, 0.15);
        for (Precision precision : Precision.values()) {
            assertArrayEquals(new int[] {3}, reachable(logits, sampling(1, 0.39, 0), precision));
            assertArrayEquals(new int[] {3}, reachable(logits, sampling(1, 0.4, 0), precision));
            assertArrayEquals(new int[] {1, 3}, reachable(logits, sampling(1, 0.41, 0), precision));
            assertArrayEquals(new int[] {1, 3}, reachable(logits, sampling(1, 0.7, 0), precision));
            assertArrayEquals(new int[] {1, 3, 4}, reachable(logits, sampling(1, 0.85, 0), precision));
            assertArrayEquals(new int[] {0, 1, 3, 4}, reachable(logits, sampling(1, 0.86, 0), precision));
        }
    }

    @Test
    void topPCountsOfWhatTopKLeft() {
        double[] logits = logs(0.1, 0.3, 0.05, 0.4, 0.15);
        assertArrayEquals(new int[] {3}, reachable(logits, sampling(1, 0.55, 2), Precision.FLOAT64));
        assertArrayEquals(new int[] {1, 3}, reachable(logits, sampling(1, 0.6, 2), Precision.FLOAT64));
    }

    @Test
    void tiesAtTheBoundaryAreBrokenByTheLowerId() {
        double[] even = new double[6];
        for (Precision precision : Precision.values()) {
            assertArrayEquals(new int[] {0, 1, 2, 3}, reachable(even, sampling(1, 1, 4), precision));
            assertArrayEquals(new int[] {0, 1, 2}, reachable(even, sampling(1, 0.5, 0), precision));
        }
    }

    @Test
    void aFlatWideDistributionIsTruncatedBeyondTheFirstCandidates() {
        double[] flat = new double[1000];
        assertArrayEquals(IntStream.range(0, 900).toArray(), reachable(flat, sampling(1, 0.9, 0), Precision.FLOAT64));
    }

    @Test
    void logprobsAreThoseBeforeTruncation() {
        double[] logits = logs(0.1, 0.3, 0.05, 0.4, 0.15);
        Draws draws = draw(logits, new double[] {0.5}, sampling(1, 0.4, 0), Precision.FLOAT64);
        assertEquals(3, draws.ids[0]);
        assertEquals(Math.log(0.4), draws.logprobs[0], 1e-12);
    }

    @Test
    void greedyTakesTheLikeliestAndTheLowestOfEquals() {
        Draws draws = draw(new double[] {0, 2, 1, 2}, new double[] {0.9}, sampling(0, 1, 0), Precision.FLOAT64);
        assertArrayEquals(new int[] {1}, draws.ids);
        assertEquals(2 - Math.log(1 + 2 * Math.exp(2) + Math.E), draws.logprobs[0], 1e-12);
    }
}
