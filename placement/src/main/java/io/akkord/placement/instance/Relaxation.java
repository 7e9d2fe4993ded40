package io.akkord.placement.instance;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The least that calls and transfers take while the options of some calls are open. */
final class Relaxation {

    /** In place of a layout: any. */
    static final int OPEN = -1;

    private final long[] micros;
    private final double[] work;
    private final long[][][] into;
    private final long[][][] back;

    Relaxation(OptionTable table) {
        micros = new long[table.calls];
        work = new double[table.calls];
        into = new long[table.calls][][];
        back = new long[table.calls][][];
        for (int call = 0; call < table.calls; call++) {
            micros[call] = Arrays.stream(table.micros[call]).min().orElseThrow();
            work[call] = leastWork(table, call);
            if (table.graph.partner(call) >= 0) {
                into[call] = withOpenEnds(table.into[call]);
                back[call] = withOpenEnds(table.back[call]);
            }
        }
    }

    private static double leastWork(OptionTable table, int call) {
        return IntStream.range(0, table.micros[call].length)
                .mapToDouble(
                        option -> (double) table.micros[call][option] * table.meshDevices[table.mesh[call][option]])
                .min()
                .orElseThrow();
    }

    /** The same times, and the least of each row and column, and of all, at index 0. */
    private static long[][] withOpenEnds(long[][] times) {
        var least = new long[times.length + 1][times[0].length + 1];
        for (long[] row : least) {
            Arrays.fill(row, Long.MAX_VALUE);
        }
        for (int far = 0; far < times.length; far++) {
            for (int near = 0; near < times[far].length; near++) {
                long one = times[far][near];
                least[far + 1][near + 1] = one;
                least[far + 1][0] = Math.min(least[far + 1][0], one);
                least[0][near + 1] = Math.min(least[0][near + 1], one);
                least[0][0] = Math.min(least[0][0], one);
            }
        }
        return least;
    }

    /** Microseconds times devices. */
    double work(int call) {
        return work[call];
    }

    long micros(int call) {
        return micros[call];
    }

    long into(int call, int far, int near) {
        return into[call][far + 1][near + 1];
    }

    long back(int call, int far, int near) {
        return back[call][far + 1][near + 1];
    }
}
