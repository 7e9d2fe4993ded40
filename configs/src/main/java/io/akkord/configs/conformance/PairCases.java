package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.Odds;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.configs.vectors.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Losses of pairs, one of which is preferred; log-probs of responses come as one number for each. */
final class PairCases {

    private PairCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("dpo:sigmoid", in -> unsmoothed(in, PairLoss.SIGMOID, false)),
            entry("dpo:sigmoid_norm", in -> unsmoothed(in, PairLoss.SIGMOID, true)),
            entry("dpo:hinge", in -> unsmoothed(in, PairLoss.HINGE, false)),
            // TRL's IPO is the averaged one, OpenRLHF's the summed one.
            entry("dpo:ipo", in -> unsmoothed(in, PairLoss.IPO, true)),
            entry("ipo", in -> dpo(in, PairLoss.IPO, false)),
            entry("dpo:robust", in -> dpo(in, PairLoss.ROBUST, false)),
            entry("dpo:exo_pair", in -> dpo(in, PairLoss.EXO_PAIR, false)),
            entry("dpo:nca_pair", in -> unsmoothed(in, PairLoss.NCA_PAIR, false)),
            // TRL has dropped the paper's running shift: its reward shift is 0, and so is ours.
            entry("dpo:bco_pair", in -> unsmoothed(in, PairLoss.BCO_PAIR, false)),
            entry("dpo:sppo_hard", in -> unsmoothed(in, PairLoss.SPPO_HARD, false)),
            entry("dpo:aot", in -> dpo(in, PairLoss.AOT, false)),
            entry("dpo:aot_unpaired", in -> dpo(in, PairLoss.AOT_UNPAIRED, false)),
            entry("dpo:apo_zero", in -> unsmoothed(in, PairLoss.APO_ZERO, false)),
            entry("dpo:apo_down", in -> unsmoothed(in, PairLoss.APO_DOWN, false)),
            entry("dpo:discopop", in -> unsmoothed(in, PairLoss.DISCOPOP, false)),
            entry("dpo", in -> dpo(in, PairLoss.SIGMOID, false)),
            entry("dpo_sigmoid", in -> dpo(in, PairLoss.SIGMOID, false)),
            entry("dpo_hinge_rso", in -> dpo(in, PairLoss.HINGE, false)),
            entry("cpo:sigmoid", in -> cpo(in, PairLoss.SIGMOID, in.number("label_smoothing", 0), 0)),
            entry("cpo:hinge", in -> cpo(in, PairLoss.HINGE, 0, 0)),
            entry("cpo:ipo", in -> cpo(in, PairLoss.IPO, 0, 0)),
            entry(
                    "cpo:simpo",
                    in -> cpo(in, PairLoss.SIGMOID, in.number("label_smoothing", 0), in.number("simpo_gamma", 0))),
            entry("orpo:odds_ratio", PairCases::orpo));

    /**
     * TRL accepts label smoothing with most losses and forgets it, a fault, since the loss is not what was asked: what it
     * computes is ours without smoothing.
     */
    private static Map<String, Object> unsmoothed(Value in, PairLoss loss, boolean averaged) {
        return dpo(in, loss, averaged, 0);
    }

    private static Map<String, Object> dpo(Value in, PairLoss loss, boolean averaged) {
        return dpo(in, loss, averaged, in.number("label_smoothing", 0));
    }

    private static Map<String, Object> dpo(Value in, PairLoss loss, boolean averaged, double smoothing) {
        double beta = in.number("beta", in.number("gamma", Double.NaN));
        var comparison = new PairComparison(loss, divergence(in), beta, 0, smoothing, in.number("discopop_tau", 1));
        double[][] mask = in.has("completion_mask_chosen_then_rejected")
                ? in.get("completion_mask_chosen_then_rejected").grid()
                : new double[0][];
        int pairs = in.get("policy_chosen").size();
        var lengths = new int[2 * pairs];
        for (int i = 0; i < lengths.length; i++) {
            int row = i / 2 + i % 2 * pairs;
            lengths[i] = mask.length == 0 ? 1 : (int) Arrays.stream(mask[row]).sum();
        }
        double[][] policy =
                spread(in.get("policy_chosen").row(), in.get("policy_rejected").row(), lengths);
        double[][] reference =
                spread(in.get("ref_chosen").row(), in.get("ref_rejected").row(), lengths);
        Experience step = pairs(lengths).with(Column.REFERENCE_LOGPROBS, new TokenGrid(reference, 2));
        return outputs(new PairPreference(comparison, 1, 0, true, averaged), step, policy);
    }

    private static Divergence divergence(Value in) {
        String name = in.text("f_divergence", "reverse_kl");
        return new Divergence(
                switch (name) {
                    case "reverse_kl" -> Divergence.Kind.REVERSE_KL;
                    case "forward_kl" -> Divergence.Kind.FORWARD_KL;
                    case "js_divergence" -> Divergence.Kind.JENSEN_SHANNON;
                    case "alpha_divergence" -> Divergence.Kind.ALPHA;
                    default -> throw new Unsupported("the divergence " + name + " is none of ours");
                },
                in.number("f_alpha_divergence_coef", 0.5));
    }

    private static Map<String, Object> cpo(Value in, PairLoss loss, double smoothing, double target) {
        var comparison =
                new PairComparison(loss, Divergence.reverseKl(), in.number("beta", Double.NaN), target, smoothing, 1);
        return free(in, new PairPreference(comparison, 1, 0, false, false));
    }

    /** TRL's losses are what its trainer subtracts from the likelihood: the negative of ours. In float32. */
    private static Map<String, Object> orpo(Value in) {
        double beta = in.number("beta", Double.NaN);
        var comparison = new PairComparison(PairLoss.SIGMOID, new Odds(), 1, 0, 0, 1);
        Map<String, Object> ours = free(in, new PairPreference(comparison, beta, 0, false, false));
        var odds = new Odds();
        double[] chosen = in.get("policy_chosen").row();
        double[] rejected = in.get("policy_rejected").row();
        double lead = IntStream.range(0, chosen.length)
                .mapToDouble(i -> odds.at(chosen[i]) - odds.at(rejected[i]))
                .average()
                .orElse(0);
        return Map.of(
                "losses", negated(ours.get("losses")),
                "mean_log_odds", lead,
                "grad_policy_chosen", negated(ours.get("grad_policy_chosen")),
                "grad_policy_rejected", negated(ours.get("grad_policy_rejected")));
    }

    private static double[] negated(@Nullable Object values) {
        return Arrays.stream((double[]) Objects.requireNonNull(values))
                .map(x -> -x)
                .toArray();
    }

    private static Map<String, Object> free(Value in, PairPreference objective) {
        double[] chosen = in.get("policy_chosen").row();
        var lengths = new int[2 * chosen.length];
        Arrays.fill(lengths, 1);
        return outputs(
                objective,
                pairs(lengths),
                spread(chosen, in.get("policy_rejected").row(), lengths));
    }

    /** Pairs of responses of those lengths, chosen and rejected in turn. */
    static Experience pairs(int... lengths) {
        var pairs = new ArrayList<PreferencePair>();
        for (int i = 0; i < lengths.length; i += 2) {
            var rejected = new int[lengths[i + 1]];
            Arrays.fill(rejected, 1);
            pairs.add(new PreferencePair(new int[] {1}, new int[lengths[i]], rejected, 0));
        }
        return Experience.empty().with(Column.PAIRS, new Rows<>(pairs));
    }

    /** Sums as tokens: each token has the same part of its response's sum. */
    static double[][] spread(double[] chosen, double[] rejected, int[] lengths) {
        var grid = new double[lengths.length][];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = new double[lengths[i]];
            Arrays.fill(grid[i], (i % 2 == 0 ? chosen[i / 2] : rejected[i / 2]) / lengths[i]);
        }
        return grid;
    }

    private static Map<String, Object> outputs(PairPreference objective, Experience step, double[][] policy) {
        var outputs = new TokenGrid(policy, 2);
        Objective.Local local = objective.prepare(step, outputs);
        int pairs = policy.length / 2;
        int[] all = IntStream.range(0, pairs).toArray();
        Derivative whole = local.at(new MicroBatch(all, step, outputs));
        var each = new double[pairs];
        var chosenRewards = new double[pairs];
        var rejectedRewards = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            int[] one = {i};
            Derivative alone = local.at(new MicroBatch(one, step.select(one), outputs.select(one)));
            each[i] = pairs * alone.loss();
            chosenRewards[i] = alone.metrics().mean("rewards/chosen").value();
            rejectedRewards[i] = alone.metrics().mean("rewards/rejected").value();
        }
        var named = new HashMap<String, Object>();
        named.put("loss", whole.loss());
        named.put("losses", each);
        named.put("per_sequence", ranked(each, objective.comparison().loss(), policy, step));
        named.put("chosen_rewards", chosenRewards);
        named.put("rejected_rewards", rejectedRewards);
        named.put("grad_policy_chosen", StepInputs.every(whole.slopes(), 0));
        named.put("grad_policy_rejected", StepInputs.every(whole.slopes(), 1));
        return named;
    }

    /** TRL lists the losses of a sorted loss by rank. */
    private static double[] ranked(double[] each, PairLoss loss, double[][] policy, Experience step) {
        if (!loss.isSorted()) {
            return each;
        }
        double[][] reference = step.get(Column.REFERENCE_LOGPROBS).values();
        return IntStream.range(0, each.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> loss == PairLoss.AOT
                        ? policy[2 * i][0] - policy[2 * i + 1][0]
                        : policy[2 * i][0] - reference[2 * i][0]))
                .mapToDouble(i -> each[i])
                .toArray();
    }
}
