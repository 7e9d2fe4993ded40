package io.akkord.algorithms.experience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows each optimiser step of an iteration learns from.
 *
 * <p>In each epoch every row is met exactly once, in an order that depends on nothing but (seed, iteration, epoch): a
 * resumed or repeated iteration cuts its rows in the same way.
 */
public final class MiniBatches {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private MiniBatches() {}

    /**
     * Rows of each optimiser step, in the order of the steps.
     *
     * @param rows how many rows the iteration has
     * @param epochs walks over all of them
     * @param updates optimiser steps in each walk, as many as there are rows where those are fewer; their sizes differ by
     *     at most one row
     * @return {@code epochs * updates} arrays of row indices, none of them empty
     */
    public static List<int[]> of(int rows, int epochs, int updates, long seed, long iteration) {
        int parts = Math.min(updates, rows);
        var steps = new ArrayList<int[]>(epochs * parts);
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = shuffled(rows, mix(mix(mix(seed) + iteration) + epoch));
            for (int update = 0; update < parts; update++) {
                int from = (int) ((long) rows * update / parts);
                int to = (int) ((long) rows * (update + 1) / parts);
                steps.add(Arrays.copyOfRange(order, from, to));
            }
        }
        return steps;
    }

    /** Fisher and Yates, drawing its k-th number by hashing k with the key. */
    private static int[] shuffled(int rows, long key) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = (int) Math.unsignedMultiplyHigh(mix(key + i), i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Output function of SplitMix64, Steele, Lea and Flood 2014. */
    private static long mix(long key) {
        long z = key + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
