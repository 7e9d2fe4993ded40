package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.StepPrice;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and how one call runs.
 *
 * @param call such as {@code policy train}
 * @param network whose weights it needs
 * @param layout where, and how the network is cut
 * @param execution how the rows are cut
 * @param offloaded whether the weights wait in the host's memory between its steps
 * @param prices of its steps, by name
 */
public record Placement(
        String call,
        Role network,
        Layout layout,
        Execution execution,
        boolean offloaded,
        Map<String, StepPrice> prices) {

    public Placement {
        prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
    }

    static Placement of(Call call, Option option) {
        var prices = new LinkedHashMap<String, StepPrice>();
        for (int step = 0; step < call.steps().size(); step++) {
            prices.put(call.steps().get(step).name(), option.prices().get(step));
        }
        return new Placement(
                call.name(), call.network(), option.layout(), option.execution(), option.isOffloaded(), prices);
    }

    /** Seconds of all its steps in one iteration, fetching left out. */
    public double seconds() {
        return prices.values().stream().mapToDouble(StepPrice::seconds).sum();
    }

    /** Bytes on the fullest of its devices: what lives there for this call and what its hungriest step needs. */
    public long memoryBytes() {
        return prices.values().stream()
                .mapToLong(price -> price.memory().totalBytes())
                .max()
                .orElse(0);
    }
}
