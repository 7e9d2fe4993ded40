package io.akkord.placement.cost;

import java.util.Arrays;

/** How long responses become before a limit cuts them off: the share that is still being written at each token. */
public sealed interface ResponseLengths {

    /** Every response runs to its limit: the dearest case, and the one published measurements are made with. */
    ResponseLengths FULL = new Full();

    /** Share of responses that are longer than {@code tokens}, in [0, 1], never rising. */
    double survivors(int tokens);

    /** Mean tokens of a response of at most {@code limit}: the sum of the survivors of 0 to {@code limit - 1}. */
    double mean(int limit);

    /** To the limit. */
    record Full() implements ResponseLengths {

        @Override
        public double survivors(int tokens) {
            return 1;
        }

        @Override
        public double mean(int limit) {
            return limit;
        }
    }

    /**
     * Anything around a mean is as likely, and nothing else.
     *
     * @param middle mean length without a limit, at least 1
     * @param spread how far from it, as a share of it, in [0, 1]
     */
    record Around(double middle, double spread) implements ResponseLengths {

        public Around {
            if (!(middle >= 1)) {
                throw new IllegalArgumentException("a response has at least 1 token, was " + middle);
            }
            if (!(spread >= 0 && spread <= 1)) {
                throw new IllegalArgumentException("a spread lies in [0, 1], was " + spread);
            }
        }

        @Override
        public double survivors(int tokens) {
            double longest = middle * (1 + spread);
            return spread == 0 ? tokens < middle ? 1 : 0 : Math.clamp((longest - tokens) / (2 * middle * spread), 0, 1);
        }

        @Override
        public double mean(int limit) {
            double mean = 0;
            for (int tokens = 0; tokens < limit; tokens++) {
                mean += survivors(tokens);
            }
            return mean;
        }
    }

    /** Lengths that were seen, each as likely. */
    final class Observed implements ResponseLengths {

        private final int[] ascending;
        private final long[] sums;

        /** From any order; at least one, each at least 1. */
        public Observed(int... lengths) {
            ascending = lengths.clone();
            Arrays.sort(ascending);
            if (ascending.length == 0 || ascending[0] < 1) {
                throw new IllegalArgumentException(
                        "lengths that were seen must be at least one, each at least 1 token");
            }
            sums = new long[ascending.length + 1];
            for (int i = 0; i < ascending.length; i++) {
                sums[i + 1] = sums[i] + ascending[i];
            }
        }

        @Override
        public double survivors(int tokens) {
            return (ascending.length - upTo(tokens)) / (double) ascending.length;
        }

        @Override
        public double mean(int limit) {
            int ended = upTo(limit);
            return (sums[ended] + (double) limit * (ascending.length - ended)) / ascending.length;
        }

        /** How many of the lengths are at most {@code tokens}. */
        private int upTo(int tokens) {
            int low = 0;
            int high = ascending.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ascending[middle] > tokens) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }
}
