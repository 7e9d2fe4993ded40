package io.akkord.algorithms;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;

/** Rollouts made of numbers, for tests in which no network speaks. */
public final class Rollouts {

    private Rollouts() {}

    /** One rollout a row, each of whose tokens had that log-prob when it was sampled. */
    public static Rows<Rollout> of(double[][] logprobs, boolean[][] sampled) {
        var endings = new Ending[logprobs.length];
        Arrays.fill(endings, Ending.EOS);
        return of(logprobs, sampled, endings);
    }

    public static Rows<Rollout> of(double[][] logprobs, boolean[][] sampled, Ending[] endings) {
        return of(logprobs, sampled, endings, 1);
    }

    /** {@code samples} rows for each prompt. */
    public static Rows<Rollout> of(double[][] logprobs, boolean[][] sampled, Ending[] endings, int samples) {
        var rows = new ArrayList<Rollout>();
        for (int i = 0; i < logprobs.length; i++) {
            var prompt = new Prompt(i / samples, "q" + i / samples, new int[] {1, 2}, Map.of());
            var narrowed = new float[logprobs[i].length];
            for (int t = 0; t < narrowed.length; t++) {
                narrowed[t] = (float) logprobs[i][t];
            }
            rows.add(new Rollout(
                    prompt, i % samples, new int[narrowed.length], sampled[i], narrowed, 0, endings[i], "a" + i));
        }
        return new Rows<>(rows);
    }

    /** The mask that is true everywhere in the shape of {@code grid}. */
    public static boolean[][] everywhere(double[][] grid) {
        var mask = new boolean[grid.length][];
        for (int i = 0; i < grid.length; i++) {
            mask[i] = new boolean[grid[i].length];
            Arrays.fill(mask[i], true);
        }
        return mask;
    }
}
