package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Mesh.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Neighbouring devices that are equally full.
 *
 * @param devices which
 * @param bytes the most each holds at once
 * @param limit what each has
 */
public record Filling(Mesh devices, long bytes, long limit) {

    /** Of a plan that has just been played; idle devices are left out. */
    static List<Filling> of(PlanProblem.Evaluation played, List<Mesh> meshes, Cluster cluster) {
        var borders = new TreeSet<Integer>();
        for (Option option : played.chosen()) {
            for (Span span : meshes.get(option.mesh()).spans()) {
                borders.add(span.from());
                borders.add(span.to());
            }
        }
        for (int device = 1; device < cluster.devices().size(); device++) {
            if (!cluster.devices().get(device).isLike(cluster.devices().get(device - 1))) {
                borders.add(device);
            }
        }
        var fillings = new ArrayList<Filling>();
        Integer from = null;
        for (int to : borders) {
            if (from != null) {
                long bytes = played.memory().peakBytes(played.chosen(), meshes, from);
                long limit = cluster.devices().get(from).memoryBytes();
                if (bytes > 0) {
                    fillings.add(new Filling(Mesh.of(from, to - from), bytes, limit));
                }
            }
            from = to;
        }
        return fillings;
    }
}
