package io.akkord.tests.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Sums over the tokens of a few responses, as the formulas write them. */
final class ExactStep {

    private ExactStep() {}

    /** How losses of tokens become one, {@code formulas} as in the paper of each. */
    static Exact aggregated(String mode, Exact[][] losses, int[][] mask, double norm) {
        Exact tokens = Exact.ZERO;
        Exact all = Exact.ZERO;
        var sums = new ArrayList<Exact>();
        var means = new ArrayList<Exact>();
        for (int i = 0; i < losses.length; i++) {
            Exact sum = Exact.ZERO;
            int count = 0;
            for (int t = 0; t < losses[i].length; t++) {
                if (mask[i][t] == 1) {
                    sum = sum.plus(losses[i][t]);
                    count++;
                }
            }
            tokens = tokens.plus(Exact.of(count));
            all = all.plus(sum);
            if (count > 0) {
                sums.add(sum);
                means.add(sum.over(count));
            }
        }
        return switch (mode) {
            case "token-mean" -> all.over(tokens);
            case "seq-mean-token-sum" -> mean(sums);
            case "seq-mean-token-mean" -> mean(means);
            case "seq-mean-token-sum-norm" -> mean(sums).over(norm);
            default -> throw new IllegalArgumentException(mode);
        };
    }

    private static Exact mean(List<Exact> numbers) {
        return Exact.sum(numbers.toArray(Exact[]::new)).over(numbers.size());
    }

    /** Mean 0 and unbiased deviation 1 over the masked numbers; 0 elsewhere. */
    static double[][] whitened(Exact[][] numbers, int[][] mask) {
        var kept = new ArrayList<Exact>();
        each(mask, (i, t) -> kept.add(numbers[i][t]));
        Exact mean = mean(kept);
        Exact squares =
                Exact.sum(kept.stream().map(x -> x.minus(mean).squared()).toArray(Exact[]::new));
        Exact deviation = squares.over(kept.size() - 1.0).plus(Exact.of(1e-8)).root();
        var whitened = new double[numbers.length][numbers[0].length];
        each(
                mask,
                (i, t) -> whitened[i][t] =
                        numbers[i][t].minus(mean).over(deviation).rounded());
        return whitened;
    }

    /** What to do with row i, token t. */
    interface Cell {
        void at(int i, int t);
    }

    static void each(int[][] mask, Cell cell) {
        for (int i = 0; i < mask.length; i++) {
            for (int t = 0; t < mask[i].length; t++) {
                if (mask[i][t] == 1) {
                    cell.at(i, t);
                }
            }
        }
    }

    static Exact[][] exact(double[][] grid) {
        return Arrays.stream(grid).map(Exact::of).toArray(Exact[][]::new);
    }

    static double[][] rounded(Exact[][] grid) {
        return Arrays.stream(grid)
                .map(row -> Arrays.stream(row).mapToDouble(Exact::rounded).toArray())
                .toArray(double[][]::new);
    }

    /** The gradient of a function of a grid, in its shape. */
    static double[][] gradient(Function<Exact[][], Exact> function, double[][] at) {
        int width = at[0].length;
        double[] flat = Arrays.stream(at).flatMapToDouble(Arrays::stream).toArray();
        double[] slopes = Exact.gradient(numbers -> function.apply(rows(numbers, width)), flat);
        return IntStream.range(0, at.length)
                .mapToObj(i -> Arrays.copyOfRange(slopes, i * width, (i + 1) * width))
                .toArray(double[][]::new);
    }

    private static Exact[][] rows(Exact[] flat, int width) {
        return IntStream.range(0, flat.length / width)
                .mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width))
                .toArray(Exact[][]::new);
    }
}
