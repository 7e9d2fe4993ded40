package io.akkord.configs.conformance;

import io.akkord.algorithms.estimate.AdvantageEstimator;
import io.akkord.algorithms.estimate.AdvantageEstimator.Kind;
import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage.Spread;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.OffPolicy.Correction;
import io.akkord.algorithms.estimate.SoftOverlong;
import io.akkord.algorithms.estimate.TokenRewards;
import io.akkord.algorithms.estimate.Whitening;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.DetachedRatio;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.Surrogate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Four responses of up to six tokens, in two groups, whose numbers follow from row and column. */
final class GoldenBatch {

    private static final int ROWS = 4;
    private static final int WIDTH = 6;
    private static final int[] LENGTHS = {6, 4, 5, 3};
    private static final int[] GROUPS = {0, 0, 1, 1};
    private static final double[] SCORES = {1, -.5, .25, 2};

    private final double[][] logprobs = table((i, t) -> -.1 * (1 + (3 * i + 5 * t) % 7));
    private final double[][] old = table((i, t) -> -.1 * (1 + (5 * i + 3 * t) % 6));
    private final double[][] reference = table((i, t) -> -.1 * (1 + (2 * i + 7 * t) % 8));
    private final double[][] sampled = table((i, t) -> old[i][t] + .05 * ((i + t) % 3 - 1));
    private final double[][] values = table((i, t) -> .1 * ((i + 2 * t) % 5) - .2);
    private final double[][] moved = table((i, t) -> values[i][t] + .3 * ((i + t) % 4 - 1.5));
    private final boolean[][] mask = masks(false);
    private final boolean[][] holes = masks(true);
    private final Map<String, Supplier<Object>> named = new HashMap<>();

    /** A number for row i, token t. */
    private interface Cell {
        double at(int i, int t);
    }

    private static double[][] table(Cell cell) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> IntStream.range(0, WIDTH)
                        .mapToDouble(t -> cell.at(i, t))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static boolean[][] masks(boolean hole) {
        var mask = new boolean[ROWS][WIDTH];
        for (int i = 0; i < ROWS; i++) {
            Arrays.fill(mask[i], 0, LENGTHS[i], true);
        }
        if (hole) {
            Arrays.fill(mask[0], 2, 4, false);
        }
        return mask;
    }

    /** Every number that we have, by its name in the file. */
    Map<String, Supplier<Object>> all() {
        estimates();
        groups();
        surrogates();
        for (Kl.Estimator estimator : Kl.Estimator.values()) {
            Kl kl = Kl.of(estimator);
            String name = "kl." + estimator.name().toLowerCase(Locale.ROOT) + ".row0";
            for (String peer : List.of("verl.", "openrlhf.")) {
                named.put(peer + name, () -> table((i, t) -> kl.at(logprobs[i][t], reference[i][t]))[0]);
            }
        }
        named.put("adaptiveKL(0.2,6,1e4; kl=3,6,7,30; n=256)", GoldenBatch::coefficients);
        named.put(
                "overlong.verl(max20480,buf4096,f1) l=16000,16384,18432,20480,21000",
                () -> IntStream.of(16000, 16384, 18432, 20480, 21000)
                        .mapToDouble(length -> new SoftOverlong(4096, 1, false).at(length, 20480))
                        .toArray());
        return named;
    }

    private void estimates() {
        named.put("verl.gae.ret", () -> estimate(1, .95, scores(mask), mask, 0)[1]);
        named.put("verl.gae.adv", () -> whitened(estimate(1, .95, scores(mask), mask, 0)[0], mask));
        named.put("verl.gae.hole.ret", () -> estimate(.9, .8, scores(holes), holes, 0)[1]);
        named.put("verl.gae.hole.adv(g.9,l.8)", () -> whitened(estimate(.9, .8, scores(holes), holes, 0)[0], holes));
        named.put("openrlhf.token_reward(kl.01)", this::penalised);
        named.put("openrlhf.gae.adv_raw", () -> estimate(1, .95, penalised(), mask, 0)[0]);
        named.put("openrlhf.gae.ret", () -> estimate(1, .95, penalised(), mask, 0)[1]);
        named.put("real.gae(row0 no eos, V_T=.3).adv", () -> {
            // beyond a response's end the peer goes on, we do not: the first row alone has no such tokens
            var rows = new Object[ROWS];
            Arrays.fill(rows, Comparison.LEFT_OUT);
            rows[0] = estimate(1, 1, scores(mask), mask, .3)[0][0];
            return rows;
        });
        for (String peer : List.of("trl", "verl")) {
            named.put(peer + ".whiten(values).row0", () -> whitened(values, mask)[0]);
        }
    }

    private void groups() {
        named.put("verl.grpo", () -> normalized(Spread.UNBIASED, 1e-6));
        named.put("trl.grpo(1e-4)", () -> normalized(Spread.UNBIASED, 1e-4));
        named.put("openinstruct.grpo(np std,1e-8)", () -> normalized(Spread.BIASED, 1e-8));
        named.put("verl.grpo.nostd", () -> normalized(Spread.NONE, 0));
        named.put("nemorl.grpo.loo(N=2)", () -> normalized(Spread.LEAVE_ONE_OUT, 1e-6));
        named.put("verl.rloo", () -> GroupAdvantage.leaveOneOut(SCORES, GROUPS));
        named.put("verl.rf++", () -> firsts(Kind.REINFORCE_PLUS_PLUS));
        named.put("verl.rf++baseline", () -> firsts(Kind.REINFORCE_PLUS_PLUS_BASELINE));
    }

    private void surrogates() {
        for (Aggregation mode : Aggregation.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
            named.put("agg." + name, () -> AggregationCases.aggregated(logprobs, mask, mode, WIDTH));
            named.put("verl.pg." + name, () -> loss(clipped(.28, 0), old, mode, OffPolicy.none()));
        }
        named.put("openrlhf.pg(.2,.28)", () -> mean(clipped(.28, 0), OffPolicy.none()));
        named.put(
                "openrlhf.pg.seq", () -> loss(clipped(.28, 0), old, Aggregation.SEQ_MEAN_TOKEN_MEAN, OffPolicy.none()));
        named.put("real.actor_loss(.2)", () -> mean(clipped(.2, 0), OffPolicy.none()));
        named.put("verl.pg.dualclip(c=3)", () -> {
            double[][] shifted = table((i, t) -> i == 1 ? logprobs[i][t] - 1.5 : old[i][t]);
            return loss(clipped(.28, 3), shifted, Aggregation.TOKEN_MEAN, OffPolicy.none());
        });
        named.put("verl.pg.gspo", () -> sequences(RatioLevel.SEQUENCE_TOKEN));
        named.put("openrlhf.pg.gspo", () -> sequences(RatioLevel.SEQUENCE));
        named.put("verl.pg.cispo", () -> mean(new DetachedRatio(RatioLevel.TOKEN, .2, .28), OffPolicy.none()));
        named.put("openrlhf.pg.tis[.97,1.03]", () -> mean(clipped(.28, 0), within(Correction.TRUNCATE)));
        named.put("openrlhf.pg.icepop[.97,1.03]", () -> mean(clipped(.28, 0), within(Correction.MASK)));
        named.put("openrlhf.pg.seq-mask-tis[.97,1.03]", () -> mean(clipped(.28, 0), within(Correction.MASK_SEQUENCES)));
        named.put("verl.value(eps.2)", () -> valueLoss(.2));
        named.put("verl.value(eps.5)", () -> valueLoss(.5));
        named.put("openrlhf.value(eps.2)", () -> valueLoss(.2));
        named.put("real.critic_mse(.2)", () -> valueLoss(.2));
    }

    /** The score alone, on the last token. */
    private double[][] scores(boolean[][] where) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> TokenRewards.of(new double[WIDTH], 0, SCORES[i], where[i]))
                .toArray(double[][]::new);
    }

    private double[][] penalised() {
        Kl kl = Kl.of(Kl.Estimator.K1);
        double[][] d = table((i, t) -> kl.at(old[i][t], reference[i][t]));
        return IntStream.range(0, ROWS)
                .mapToObj(i -> TokenRewards.of(d[i], .01, SCORES[i], mask[i]))
                .toArray(double[][]::new);
    }

    private double[][][] estimate(double gamma, double lambda, double[][] rewards, boolean[][] where, double end) {
        var gae = new GeneralizedAdvantage(gamma, lambda);
        var both = new double[2][ROWS][];
        for (int i = 0; i < ROWS; i++) {
            GeneralizedAdvantage.Estimate estimate = gae.estimate(rewards[i], values[i], where[i], end);
            both[0][i] = estimate.advantages();
            both[1][i] = estimate.returns();
        }
        return both;
    }

    private static double[][] whitened(double[][] numbers, boolean[][] where) {
        return new Whitening(false).apply(numbers, where);
    }

    private static double[] normalized(Spread spread, double epsilon) {
        return GroupAdvantage.normalized(SCORES, GROUPS, spread, epsilon);
    }

    private double[] firsts(Kind kind) {
        double[][] advantages = new AdvantageEstimator(kind, Spread.NONE, 0)
                .of(SCORES, new double[ROWS][WIDTH], mask, GROUPS, new double[ROWS]);
        return Arrays.stream(advantages).mapToDouble(row -> row[0]).toArray();
    }

    private static Surrogate clipped(double high, double dual) {
        return new ClippedSurrogate(.2, high, dual);
    }

    private static OffPolicy within(Correction correction) {
        return new OffPolicy(correction, OffPolicy.Level.TOKEN, .97, 1.03);
    }

    private double sequences(RatioLevel level) {
        var surrogate = new ClippedSurrogate(level, .2, .28, 0, 0);
        return loss(surrogate, old, Aggregation.SEQ_MEAN_TOKEN_MEAN, OffPolicy.none());
    }

    private double mean(Surrogate surrogate, OffPolicy correction) {
        return loss(surrogate, old, Aggregation.TOKEN_MEAN, correction);
    }

    private double loss(Surrogate surrogate, double[][] before, Aggregation mode, OffPolicy correction) {
        double[] group = normalized(Spread.UNBIASED, 1e-6);
        double[][] weights = IntStream.range(0, ROWS)
                .mapToObj(i -> correction.weights(old[i], sampled[i], mask[i]))
                .toArray(double[][]::new);
        Experience step = new PolicyStep(logprobs, before, table((i, t) -> group[i]), mask)
                .columns()
                .with(PolicyGradient.IMPORTANCE_WEIGHTS, TokenGrid.of(weights));
        return StepInputs.derivative(new PolicyGradient(surrogate, mode, WIDTH, 0), step, TokenGrid.of(logprobs))
                .loss();
    }

    private double valueLoss(double clip) {
        Experience step = StepInputs.rollouts(mask)
                .with(Column.VALUES, TokenGrid.of(values))
                .with(Column.RETURNS, TokenGrid.of(estimate(1, .95, scores(mask), mask, 0)[1]));
        return StepInputs.derivative(new ClippedValue(clip, Aggregation.TOKEN_MEAN), step, TokenGrid.of(moved))
                .loss();
    }

    private static double[] coefficients() {
        var controller = new KlController(6, 10_000);
        double[] moves = {3, 6, 7, 30};
        var coefficients = new double[moves.length];
        double coefficient = .2;
        for (int i = 0; i < moves.length; i++) {
            coefficient = controller.next(coefficient, moves[i], 256);
            coefficients[i] = coefficient;
        }
        return coefficients;
    }
}
