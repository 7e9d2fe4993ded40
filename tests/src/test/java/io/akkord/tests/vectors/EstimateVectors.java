package io.akkord.tests.vectors;

import static io.akkord.tests.vectors.CaseWriter.named;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** KL, aggregation, advantages and group estimators. */
final class EstimateVectors {

    /** Ragged, with an empty response and one in whose middle a tool speaks. */
    private static final int[][] MASK = {{1, 1, 1, 1, 1, 0}, {1, 1, 0, 0, 1, 1}, {0, 0, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0}
    };

    private static final int[][] WHOLE = {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 0, 0}, {1, 1, 1, 1, 1, 0}, {1, 1, 1, 0, 0, 0}
    };

    private EstimateVectors() {}

    static String kl() {
        var cases = new CaseWriter(11);
        divergence(cases, "K1", 0, Exact::minus);
        divergence(cases, "ABS", 0, (now, reference) -> now.minus(reference).magnitude());
        divergence(
                cases,
                "K2",
                0,
                (now, reference) -> now.minus(reference).squared().over(2));
        BinaryOperator<Exact> third =
                (now, reference) -> reference.minus(now).exp().minus(Exact.ONE).plus(now.minus(reference));
        divergence(cases, "K3", 0, third);
        divergence(
                cases,
                "K3",
                0.75,
                (now, reference) -> third.apply(now, reference).within(-0.75, 0.75));
        controller(cases, 0.2, 6, 10_000, new double[][] {{3, 256}, {6, 64}, {6.5, 128}, {30, 256}});
        controller(cases, 0.05, 0.1, 400, new double[][] {{0, 10}, {0.11, 10}, {5, 100}});
        return cases.text("exact evaluation of k1, |d|, k2 and k3 and of the adaptive coefficient");
    }

    private static void divergence(CaseWriter cases, String name, double limit, BinaryOperator<Exact> of) {
        double[][] now = cases.grid(2, 5, -4, -0.1);
        double[][] reference = cases.grid(2, 5, -4, -0.1);
        var values = new Exact[2][5];
        var slopes = new double[2][5];
        for (int i = 0; i < 2; i++) {
            for (int t = 0; t < 5; t++) {
                Exact against = Exact.of(reference[i][t]);
                values[i][t] = of.apply(Exact.of(now[i][t]), against);
                slopes[i][t] = Exact.gradient(x -> of.apply(x[0], against), now[i][t])[0];
            }
        }
        cases.add(
                "kl",
                named("estimator", name, "limit", limit, "logprobs", now, "ref_logprobs", reference),
                named("kl", ExactStep.rounded(values), "grad", slopes));
    }

    private static void controller(CaseWriter cases, double init, double target, double horizon, double[][] updates) {
        Exact beta = Exact.of(init);
        var values = new double[updates.length];
        for (int i = 0; i < updates.length; i++) {
            Exact error = Exact.of(updates[i][0]).over(target).minus(Exact.ONE).within(-0.2, 0.2);
            beta = beta.times(Exact.ONE.plus(error.times(updates[i][1]).over(horizon)));
            values[i] = beta.rounded();
        }
        cases.add(
                "adaptive_kl_controller",
                named("init", init, "target", target, "horizon", horizon, "updates", updates),
                named("values", values));
    }

    static String aggregation() {
        var cases = new CaseWriter(12);
        for (String mode :
                List.of("token-mean", "seq-mean-token-sum", "seq-mean-token-mean", "seq-mean-token-sum-norm")) {
            double[][] losses = cases.grid(4, 6, -3, 3);
            cases.add(
                    "aggregated",
                    named("mode", mode, "norm", 6, "loss", losses, "mask", MASK),
                    named(
                            "loss",
                            ExactStep.aggregated(mode, ExactStep.exact(losses), MASK, 6)
                                    .rounded()));
        }
        return cases.text("exact sums over tokens; responses without a token count nowhere");
    }

    static String advantages() {
        var cases = new CaseWriter(13);
        for (double[] discount : new double[][] {{1, 0.95}, {0.9, 0.8}, {1, 1}}) {
            for (boolean whitened : new boolean[] {false, true}) {
                double[][] rewards = cases.grid(4, 6, -1, 1);
                double[][] values = cases.grid(4, 6, -1, 1);
                Exact[][][] both = generalized(rewards, values, discount[0], discount[1]);
                cases.add(
                        whitened ? "gae_whitened" : "gae",
                        named(
                                "rewards",
                                rewards,
                                "values",
                                values,
                                "mask",
                                MASK,
                                "gamma",
                                discount[0],
                                "lam",
                                discount[1]),
                        named(
                                "advantages",
                                whitened ? ExactStep.whitened(both[0], MASK) : ExactStep.rounded(both[0]),
                                "returns",
                                ExactStep.rounded(both[1])));
            }
        }
        groups(cases);
        return cases.text("exact generalised advantages, group estimators and whitening");
    }

    /** From the definition: a discounted sum of temporal differences over the sampled tokens to come. */
    private static Exact[][][] generalized(double[][] rewards, double[][] values, double gamma, double lambda) {
        var advantages = new Exact[MASK.length][MASK[0].length];
        var returns = new Exact[MASK.length][MASK[0].length];
        for (int i = 0; i < MASK.length; i++) {
            int row = i;
            Arrays.fill(advantages[i], Exact.ZERO);
            Arrays.fill(returns[i], Exact.ZERO);
            int[] sampled = IntStream.range(0, MASK[i].length)
                    .filter(t -> MASK[row][t] == 1)
                    .toArray();
            for (int k = 0; k < sampled.length; k++) {
                Exact sum = Exact.ZERO;
                Exact weight = Exact.ONE;
                for (int later = k; later < sampled.length; later++) {
                    Exact next = later + 1 < sampled.length ? Exact.of(values[i][sampled[later + 1]]) : Exact.ZERO;
                    Exact difference = Exact.of(rewards[i][sampled[later]])
                            .plus(next.times(gamma))
                            .minus(Exact.of(values[i][sampled[later]]));
                    sum = sum.plus(difference.times(weight));
                    weight = weight.times(gamma).times(lambda);
                }
                advantages[i][sampled[k]] = sum;
                returns[i][sampled[k]] = sum.plus(Exact.of(values[i][sampled[k]]));
            }
        }
        return new Exact[][][] {advantages, returns};
    }

    private static void groups(CaseWriter cases) {
        int[] group = {0, 0, 1, 1};
        double[] scores = {1, -0.5, 0.25, 2};
        double[] lengths = {6, 4, 5, 3};
        double[][] zeros = new double[4][6];
        var normalized = new Exact[4];
        var alone = new Exact[4];
        var centred = new Exact[4];
        var weighted = new Exact[4];
        for (int i = 0; i < 4; i++) {
            Exact mine = Exact.of(scores[i]);
            Exact other = Exact.of(scores[i ^ 1]);
            Exact mean = mine.plus(other).over(2);
            Exact deviation =
                    mine.minus(mean).squared().plus(other.minus(mean).squared()).root();
            centred[i] = mine.minus(mean);
            normalized[i] = centred[i].over(deviation.plus(Exact.of(1e-6)));
            alone[i] = mine.minus(other);
            weighted[i] = mine.minus(
                    mine.times(lengths[i]).plus(other.times(lengths[i ^ 1])).over(lengths[i] + lengths[i ^ 1]));
        }
        var inputs = named("rewards", zeros, "scores", scores, "mask", WHOLE, "group", group);
        var byDeviation = named("rewards", zeros, "scores", scores, "mask", WHOLE, "group", group, "norm_by_std", true);
        cases.add("grpo", byDeviation, named("advantages", ExactStep.rounded(onTokens(normalized))));
        cases.add("rloo", inputs, named("advantages", ExactStep.rounded(onTokens(alone))));
        cases.add("opo", inputs, named("advantages", ExactStep.rounded(onTokens(weighted))));
        cases.add(
                "reinforce_plus_plus_baseline",
                inputs,
                named("advantages", ExactStep.whitened(onTokens(centred), WHOLE)));
        double[][] rewards = cases.grid(4, 6, -1, 1);
        var toCome = new Exact[4][6];
        for (int i = 0; i < 4; i++) {
            for (int t = 5; t >= 0; t--) {
                Exact after = t < 5 ? toCome[i][t + 1] : Exact.ZERO;
                toCome[i][t] = WHOLE[i][t] == 1 ? after.plus(Exact.of(rewards[i][t])) : Exact.ZERO;
            }
        }
        cases.add(
                "reinforce_plus_plus",
                named("rewards", rewards, "mask", WHOLE, "gamma", 1.0),
                named("returns", ExactStep.rounded(toCome), "advantages", ExactStep.whitened(toCome, WHOLE)));
    }

    private static Exact[][] onTokens(Exact[] responses) {
        return IntStream.range(0, responses.length)
                .mapToObj(i -> Arrays.stream(WHOLE[i])
                        .mapToObj(one -> one == 1 ? responses[i] : Exact.ZERO)
                        .toArray(Exact[]::new))
                .toArray(Exact[][]::new);
    }
}
