package io.akkord.configs.conformance;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** An optimiser step made of bare numbers, in which no network speaks. */
final class StepInputs {

    private StepInputs() {}

    /** One rollout a row, of tokens without a meaning. */
    static Experience rollouts(boolean[][] sampled) {
        var rows = new ArrayList<Rollout>();
        for (int i = 0; i < sampled.length; i++) {
            var prompt = new Prompt(i, "", new int[] {1}, Map.of());
            int length = sampled[i].length;
            rows.add(new Rollout(prompt, 0, new int[length], sampled[i], new float[length], 0, Ending.EOS, ""));
        }
        return Experience.empty().with(Column.ROLLOUTS, new Rows<>(rows));
    }

    /** Loss and slopes of all rows of a step at once. */
    static Derivative derivative(Objective objective, Experience step, TokenGrid outputs) {
        int[] rows =
                IntStream.range(0, outputs.values().length / outputs.perRow()).toArray();
        return objective.prepare(step, outputs).at(new MicroBatch(rows, step, outputs));
    }

    static double[][] scaled(double[][] grid, double by) {
        return Arrays.stream(grid)
                .map(row -> Arrays.stream(row).map(x -> x * by).toArray())
                .toArray(double[][]::new);
    }

    /** The slopes of every second row: those of the chosen ones, or of the rejected ones. */
    static double[] every(double[][] slopes, int which) {
        return IntStream.range(0, slopes.length / 2)
                .mapToDouble(i -> slopes[2 * i + which][0])
                .toArray();
    }

    /** The mask that is true everywhere in the shape of {@code grid}. */
    static boolean[][] everywhere(double[][] grid) {
        return Arrays.stream(grid)
                .map(row -> {
                    var mask = new boolean[row.length];
                    Arrays.fill(mask, true);
                    return mask;
                })
                .toArray(boolean[][]::new);
    }
}
