package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a plan must keep to, beside the devices' memory.
 *
 * @param whole whether networks stay whole, each on one device for all its steps: what a runtime can do that cuts none
 * @param devices names of devices, or of whole nodes, that may be used; none given means all
 * @param fixed where networks must be, by such names
 */
public record Constraints(boolean whole, List<String> devices, Map<Role, List<String>> fixed) {

    /** Nothing but memory. */
    public static final Constraints NONE = new Constraints(false, List.of(), Map.of());

    /** Whole networks, each on one device. */
    public static final Constraints WHOLE = new Constraints(true, List.of(), Map.of());

    public Constraints {
        devices = List.copyOf(devices);
        fixed = Map.copyOf(fixed);
    }

    /**
     * The candidates that may be used, with those that are given by name.
     *
     * @throws UserError naming a device that does not exist
     */
    List<Mesh> meshes(Cluster cluster, List<Mesh> candidates) {
        var meshes = new ArrayList<Mesh>();
        Mesh given = devices.isEmpty() ? null : mesh(cluster, devices, "plan.devices");
        for (Mesh mesh : candidates) {
            if (given == null || mesh.devices().allMatch(given::contains)) {
                meshes.add(mesh);
            }
        }
        if (given != null && !meshes.contains(given)) {
            meshes.add(given);
        }
        for (var network : fixed.entrySet()) {
            Mesh mesh = mesh(
                    cluster,
                    network.getValue(),
                    "plan.fixed." + network.getKey().key());
            if (!meshes.contains(mesh)) {
                meshes.add(mesh);
            }
        }
        return whole ? meshes.stream().filter(mesh -> mesh.size() == 1).toList() : meshes;
    }

    /** Whether a network may be on a mesh. */
    boolean allows(Role network, Mesh mesh, Cluster cluster) {
        List<String> names = fixed.get(network);
        return names == null
                || mesh(cluster, names, "plan.fixed." + network.key()).equals(mesh);
    }

    private static Mesh mesh(Cluster cluster, List<String> names, String key) {
        int[] places = names.stream()
                .flatMap(name -> places(cluster, name, key).boxed())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        try {
            return Mesh.ofDevices(places);
        } catch (IllegalArgumentException e) {
            throw new UserError(key + ": " + e.getMessage() + "; name each device once, was " + names);
        }
    }

    private static IntStream places(Cluster cluster, String name, String key) {
        int[] places = IntStream.range(0, cluster.devices().size())
                .filter(device -> cluster.devices().get(device).name().equals(name)
                        || cluster.nodes().get(cluster.nodeOf(device)).name().equals(name))
                .toArray();
        if (places.length == 0) {
            throw new UserError(
                    key + ": there is no device or node " + name + " in cluster " + cluster.name() + "; its nodes are "
                            + cluster.nodes().getFirst().name() + " to "
                            + cluster.nodes().getLast().name() + ", its first device "
                            + cluster.devices().getFirst().name());
        }
        return IntStream.of(places);
    }
}
