package io.akkord.algorithms.judge;

import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.judge.PairwiseJudge.Judgment;
import io.akkord.algorithms.judge.PairwiseJudge.Winner;

/** How far a judge can be trusted. */
public final class JudgeMetrics {

    private JudgeMetrics() {}

    /**
     * What can be said of judgments without knowing better: {@code judge/invalid}, {@code judge/consistent} where both
     * orders name the same winner, and {@code judge/position_bias}, how much more often both orders name the response
     * that stands first than the one that stands second.
     */
    public static void measure(Judgment judgment, Metrics metrics) {
        metrics.add("judge/invalid", judgment.valid() ? 0 : 1);
        if (judgment.valid()) {
            metrics.add("judge/consistent", judgment.forward() == judgment.backward() ? 1 : 0);
            metrics.add("judge/position_bias", bias(judgment));
            metrics.add("judge/strength", Math.max(judgment.strength(), 1 - judgment.strength()));
        }
    }

    /**
     * The figures of a judge on pairs whose better response, {@code ONE}, is known: {@code judge_accuracy} of single
     * orders, {@code judge_accuracy_both} where both must be right, {@code position_bias}, and {@code judge_invalid},
     * which counts as wrong in the others.
     */
    public static void figures(Judgment judgment, Metrics metrics) {
        int forward = judgment.forward() == Winner.ONE ? 1 : 0;
        int backward = judgment.backward() == Winner.ONE ? 1 : 0;
        metrics.add("judge_accuracy", forward + backward, 2);
        metrics.add("judge_accuracy_both", forward * backward);
        metrics.add("position_bias", bias(judgment));
        metrics.add("judge_invalid", judgment.valid() ? 0 : 1);
    }

    private static double bias(Judgment judgment) {
        boolean first = judgment.forward() == Winner.ONE && judgment.backward() == Winner.TWO;
        boolean second = judgment.forward() == Winner.TWO && judgment.backward() == Winner.ONE;
        return first ? 1 : second ? -1 : 0;
    }
}
