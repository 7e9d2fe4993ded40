package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What somebody who asks for a cut that does not divide a network could have asked for. */
final class NearestCuts {

    private static final int OFFERED = 3;

    /** Larger parts than these are offered only where they were asked for. */
    private static final int MOST_PARTS = 16;

    private NearestCuts() {}

    /**
     * Says so in a sentence.
     *
     * @param executions ways to run a call under a cut, none where it does not suit
     */
    static String sentence(
            Call call, Parallelism wanted, Cluster cluster, BiFunction<Call, Parallelism, List<Execution>> executions) {
        var near = new ArrayList<Parallelism>();
        int devices = cluster.devices().size();
        for (int tensor : parts(wanted.tensor(), devices)) {
            for (int pipeline : parts(wanted.pipeline(), devices / tensor)) {
                for (int data : parts(wanted.data(), devices / tensor / pipeline)) {
                    near.add(new Parallelism(data, tensor, pipeline));
                }
            }
        }
        String offers = near.stream()
                .sorted(Comparator.comparingDouble((Parallelism cut) -> distance(cut, wanted))
                        .thenComparing(
                                Comparator.comparingInt(Parallelism::ranks).reversed()))
                .filter(cut -> !executions.apply(call, cut).isEmpty())
                .limit(OFFERED)
                .map(Parallelism::toString)
                .collect(Collectors.joining(", "));
        return wanted + " (data x tensor x pipeline) does not divide "
                + call.network().key()
                + "'s heads, layers or rows in " + call.name() + "; the nearest on up to " + devices
                + " devices that do: " + (offers.isEmpty() ? "none" : offers);
    }

    private static List<Integer> parts(int wanted, int most) {
        var parts = new ArrayList<Integer>();
        for (int part = 1; part <= Math.min(most, MOST_PARTS); part++) {
            parts.add(part);
        }
        if (wanted > MOST_PARTS && wanted <= most) {
            parts.add(wanted);
        }
        return parts;
    }

    /** How many times some part would have to be doubled or halved. */
    private static double distance(Parallelism cut, Parallelism wanted) {
        return Math.abs(Math.log((double) cut.data() / wanted.data()))
                + Math.abs(Math.log((double) cut.tensor() / wanted.tensor()))
                + Math.abs(Math.log((double) cut.pipeline() / wanted.pipeline()));
    }
}
