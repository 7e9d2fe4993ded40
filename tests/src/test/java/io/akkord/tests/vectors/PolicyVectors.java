package io.akkord.tests.vectors;

import static io.akkord.tests.vectors.CaseWriter.named;

import java.util.Map;

/** Losses of policies and critics and of imitation, with the gradients of what the network says. */
final class PolicyVectors {

    private static final int[][] MASK = {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 0, 1, 1, 0}};

    /** What token t of row i costs when the log-probs are {@code now}; what must not be differentiated is taken from the case. */
    private interface TokenLoss {
        Exact at(Exact[][] now, int i, int t);
    }

    private final CaseWriter cases = new CaseWriter(21);
    private final double[][] old = cases.grid(3, 5, -2.5, -0.2);
    private final double[][] now = moved();
    private final double[][] advantages = cases.grid(3, 5, -2, 2);

    /** Ratios on both sides of every clip. */
    private double[][] moved() {
        double[][] moves = cases.grid(3, 5, -0.6, 0.6);
        for (int i = 0; i < moves.length; i++) {
            for (int t = 0; t < moves[i].length; t++) {
                moves[i][t] = Math.round(1000 * (old[i][t] + moves[i][t])) / 1000.0;
            }
        }
        return moves;
    }

    static String text() {
        return new PolicyVectors().all();
    }

    private String all() {
        for (String mode : new String[] {"token-mean", "seq-mean-token-mean", "seq-mean-token-sum"}) {
            verl(
                    "vanilla",
                    mode,
                    named("clip_ratio", .2, "clip_ratio_high", .28, "clip_ratio_c", 10.0),
                    clipped(.2, .28, 10));
        }
        verl("vanilla", "token-mean", named("clip_ratio", .1, "clip_ratio_c", 1.3), clipped(.1, .1, 1.3));
        verl("cispo", "token-mean", named("clip_ratio", .2, "clip_ratio_high", .28), (x, i, t) -> {
            Exact held = ratio(ExactStep.exact(now), i, t).within(.8, 1.28);
            return held.times(advantages[i][t]).times(x[i][t]).negated();
        });
        verl("gpg", "seq-mean-token-mean", named("clip_ratio", .2), (x, i, t) -> x[i][t].times(-advantages[i][t]));
        verl("sapo", "seq-mean-token-mean", named("clip_ratio", .2, "tau_pos", 1.0, "tau_neg", 1.05), (x, i, t) -> {
            double tau = advantages[i][t] > 0 ? 1 : 1.05;
            Exact gate = ratio(x, i, t).minus(Exact.ONE).times(tau).sigmoid();
            return gate.times(4).over(tau).times(-advantages[i][t]);
        });
        sequences();
        penalised();
        corrected();
        values();
        imitation();
        return cases.text("exact losses; gradients by central differences at sixty digits");
    }

    private Exact ratio(Exact[][] x, int i, int t) {
        return x[i][t].minus(Exact.of(old[i][t])).exp();
    }

    private static Exact clippedLoss(Exact ratio, double advantage, double low, double high) {
        return ratio.times(-advantage).max(ratio.within(1 - low, 1 + high).times(-advantage));
    }

    private TokenLoss clipped(double low, double high, double dual) {
        return (x, i, t) -> {
            Exact loss = clippedLoss(ratio(x, i, t), advantages[i][t], low, high);
            return advantages[i][t] < 0 ? loss.min(Exact.of(-advantages[i][t]).times(dual)) : loss;
        };
    }

    private void verl(String name, String mode, Map<String, Object> config, TokenLoss loss) {
        cases.add(
                "policy_loss:" + name,
                named(
                        "old_logprob",
                        old,
                        "logprob",
                        now,
                        "advantages",
                        advantages,
                        "mask",
                        MASK,
                        "agg",
                        mode,
                        "config",
                        config),
                outcome("grad_logprob", mode, loss, 1));
    }

    private Map<String, Object> outcome(String gradient, String mode, TokenLoss loss, double by) {
        return named(
                "loss",
                total(mode, loss, ExactStep.exact(now), by).rounded(),
                gradient,
                ExactStep.gradient(x -> total(mode, loss, x, by), now));
    }

    private static Exact total(String mode, TokenLoss loss, Exact[][] x, double by) {
        var losses = new Exact[MASK.length][MASK[0].length];
        ExactStep.each(MASK, (i, t) -> losses[i][t] = loss.at(x, i, t));
        return ExactStep.aggregated(mode, losses, MASK, 1).over(by);
    }

    private void sequences() {
        TokenLoss loss = (x, i, t) -> {
            Exact sum = Exact.ZERO;
            int count = 0;
            for (int s = 0; s < MASK[i].length; s++) {
                if (MASK[i][s] == 1) {
                    sum = sum.plus(x[i][s].minus(Exact.of(old[i][s])));
                    count++;
                }
            }
            return clippedLoss(sum.over(count).exp(), advantages[i][t], .03, .04);
        };
        cases.add(
                "gspo_policy",
                named(
                        "logprob",
                        now,
                        "old_logprob",
                        old,
                        "advantages",
                        advantages,
                        "mask",
                        MASK,
                        "clip_low",
                        .03,
                        "clip_high",
                        .04),
                outcome("grad_logprob", "seq-mean-token-mean", loss, 1));
    }

    private void penalised() {
        double[] each = {1.2, -0.7, 0.4};
        double[][] reference = cases.grid(3, 5, -2.5, -0.2);
        TokenLoss loss = (x, i, t) -> {
            Exact away = Exact.of(reference[i][t]).minus(x[i][t]);
            Exact third = away.exp().minus(away).minus(Exact.ONE);
            return clippedLoss(ratio(x, i, t), each[i], .2, .28).plus(third.times(.04));
        };
        for (String name : new String[] {"grpo", "bnpo"}) {
            cases.add(
                    "grpo:" + name,
                    named(
                            "logps",
                            now,
                            "old_logps",
                            old,
                            "ref_logps",
                            reference,
                            "advantages",
                            each,
                            "mask",
                            MASK,
                            "importance_sampling_level",
                            "token",
                            "beta",
                            .04,
                            "use_bias_correction_kl",
                            false,
                            "epsilon_low",
                            .2,
                            "epsilon_high",
                            .28,
                            "grad_accum",
                            2,
                            "max_completion_length",
                            5),
                    outcome("grad_logps", name.equals("grpo") ? "seq-mean-token-mean" : "token-mean", loss, 2));
        }
    }

    private void corrected() {
        double[][] rollout = cases.grid(3, 5, -2.5, -0.2);
        TokenLoss loss = (x, i, t) -> {
            Exact weight =
                    Exact.of(old[i][t]).minus(Exact.of(rollout[i][t])).exp().within(.5, 2);
            return clippedLoss(ratio(x, i, t), advantages[i][t], .2, .2).times(weight);
        };
        cases.add(
                "ppo_policy_is:tis",
                named(
                        "logprob",
                        now,
                        "old_logprob",
                        old,
                        "rollout_logprob",
                        rollout,
                        "advantages",
                        advantages,
                        "mask",
                        MASK,
                        "clip",
                        .2,
                        "threshold",
                        new double[] {.5, 2}),
                outcome("grad_logprob", "token-mean", loss, 1));
    }

    private void values() {
        double[][] returns = cases.grid(3, 5, -1, 1);
        for (String mode : new String[] {"token-mean", "seq-mean-token-mean"}) {
            TokenLoss loss = (x, i, t) -> {
                Exact before = Exact.of(old[i][t]);
                Exact aim = Exact.of(returns[i][t]);
                Exact held = before.plus(x[i][t].minus(before).within(-.2, .2));
                return x[i][t].minus(aim)
                        .squared()
                        .max(held.minus(aim).squared())
                        .over(2);
            };
            cases.add(
                    "value_loss",
                    named(
                            "vpreds",
                            now,
                            "returns",
                            returns,
                            "old_values",
                            old,
                            "mask",
                            MASK,
                            "cliprange",
                            .2,
                            "agg",
                            mode),
                    outcome("grad_vpreds", mode, loss, 1));
        }
    }

    private void imitation() {
        TokenLoss loss = (x, i, t) -> x[i][t].negated();
        var inputs = named("logprobs", now, "mask", MASK);
        cases.add("sft_token_mean", inputs, outcome("grad_logprobs", "token-mean", loss, 1));
        cases.add("sft_seq_mean", inputs, outcome("grad_logprobs", "seq-mean-token-mean", loss, 1));
    }
}
