package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Layout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Seconds of moves between two calls' layouts, computed when first asked. Options that differ in their execution alone
 * share a layout. Several threads may ask; at worst one number is computed twice.
 */
final class MoveTable {

    private static final double UNKNOWN = -1;

    private final Role network;
    private final Prices prices;
    private final Layout[] sources;
    private final Layout[] targets;
    private final int[] sourceOf;
    private final int[] targetOf;
    private final double[] known;

    MoveTable(Role network, List<Option> from, List<Option> to, Prices prices) {
        this.network = network;
        this.prices = prices;
        this.sourceOf = new int[from.size()];
        this.targetOf = new int[to.size()];
        this.sources = layouts(from, sourceOf);
        this.targets = layouts(to, targetOf);
        this.known = new double[sources.length * targets.length];
        Arrays.fill(known, UNKNOWN);
    }

    private static Layout[] layouts(List<Option> options, int[] numbers) {
        Map<Layout, Integer> places = new LinkedHashMap<>();
        for (int option = 0; option < numbers.length; option++) {
            numbers[option] = places.computeIfAbsent(options.get(option).layout(), _ -> places.size());
        }
        return places.keySet().toArray(Layout[]::new);
    }

    boolean isKnown(int source, int target) {
        return known[place(source, target)] != UNKNOWN;
    }

    double seconds(int source, int target) {
        int place = place(source, target);
        if (known[place] == UNKNOWN) {
            Layout from = sources[sourceOf[source]];
            Layout to = targets[targetOf[target]];
            known[place] = from.equals(to) ? 0 : prices.moveSeconds(network, from, to);
        }
        return known[place];
    }

    private int place(int source, int target) {
        return sourceOf[source] * targets.length + targetOf[target];
    }
}
