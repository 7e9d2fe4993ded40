package io.akkord.tests.benchmarks;

import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.TokenRewards;
import io.akkord.algorithms.estimate.Whitening;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an iteration of PPO computes on the host between inference and training: KL in the reward, generalised advantages,
 * whitening. It counts as orchestration, so it has to vanish beside the seconds that the networks take.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HostMathsBenchmark {

    @Param({"32", "256"})
    int rows;

    @Param({"64"})
    int tokens;

    private double[][] logprobs = {};
    private double[][] reference = {};
    private double[][] values = {};
    private boolean[][] sampled = {};

    @Setup
    public void draw() {
        var random = new SplittableRandom(1);
        logprobs = grid(random, -2);
        reference = grid(random, -2);
        values = grid(random, 1);
        sampled = new boolean[rows][tokens];
        for (var row : sampled) {
            Arrays.fill(row, true);
        }
    }

    private double[][] grid(SplittableRandom random, double scale) {
        var grid = new double[rows][tokens];
        for (var row : grid) {
            Arrays.setAll(row, i -> scale * random.nextDouble());
        }
        return grid;
    }

    @Benchmark
    public double[][] advantages() {
        var kl = Kl.of(Kl.Estimator.K1);
        var estimator = new GeneralizedAdvantage(1, 0.95);
        var advantages = new double[rows][];
        for (int i = 0; i < rows; i++) {
            var penalty = new double[tokens];
            for (int t = 0; t < tokens; t++) {
                penalty[t] = kl.at(logprobs[i][t], reference[i][t]);
            }
            var rewards = TokenRewards.of(penalty, 0.05, 1, sampled[i]);
            advantages[i] =
                    estimator.estimate(rewards, values[i], sampled[i], 0).advantages();
        }
        return new Whitening(false).apply(advantages, sampled);
    }
}
