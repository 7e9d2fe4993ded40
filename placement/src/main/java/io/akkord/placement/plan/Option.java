package io.akkord.placement.plan;

import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.cost.StepPrice;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * One way to run a call.
 *
 * @param mesh number of the layout's mesh among the candidates
 * @param layout where, and how the network is cut
 * @param execution how the rows are cut
 * @param fetchSeconds before each step, where the weights wait in the host's memory meanwhile; 0 where they stay
 * @param prices of the call's steps, in their order
 * @param residentBytes on a device while the network is there: weights, and what training keeps
 * @param weightBytes of these, the weights alone
 * @param workingBytes beside these, while a step runs
 */
record Option(
        int mesh,
        Layout layout,
        Execution execution,
        double fetchSeconds,
        List<StepPrice> prices,
        long residentBytes,
        long weightBytes,
        long workingBytes) {

    static Option of(int mesh, Layout layout, Execution execution, List<StepPrice> prices) {
        return new Option(
                mesh,
                layout,
                execution,
                0,
                List.copyOf(prices),
                most(prices, MemoryUse::residentBytes),
                most(prices, MemoryUse::weightBytes),
                most(prices, MemoryUse::workingBytes));
    }

    private static long most(List<StepPrice> prices, ToLongFunction<MemoryUse> part) {
        return prices.stream().map(StepPrice::memory).mapToLong(part).max().orElse(0);
    }

    boolean isOffloaded() {
        return fetchSeconds > 0;
    }

    /** The same on another mesh that is like this one. */
    Option on(int otherMesh, Layout other) {
        return new Option(otherMesh, other, execution, fetchSeconds, prices, residentBytes, weightBytes, workingBytes);
    }

    /** The same with its weights in the host's memory between steps. */
    Option offloaded(double seconds) {
        return new Option(mesh, layout, execution, seconds, prices, residentBytes, weightBytes, workingBytes);
    }

    long totalBytes() {
        return residentBytes + workingBytes;
    }

    /** Seconds of one of the call's steps. */
    double seconds(int step) {
        return fetchSeconds + prices.get(step).seconds();
    }

    /** Seconds of all steps of the call in one iteration. */
    double seconds() {
        double seconds = 0;
        for (int step = 0; step < prices.size(); step++) {
            seconds += seconds(step);
        }
        return seconds;
    }
}
