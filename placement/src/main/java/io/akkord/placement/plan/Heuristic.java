package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Mesh.Span;
import io.akkord.placement.cluster.Parallelism;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rule of thumb by which people place networks: it says on which mesh each network is and perhaps how it is cut, and the
 * best of what is left is its answer. So each rule shows at its best.
 *
 * @param name for people
 * @param meshes of each network
 * @param cut of all, null where each may have its own
 */
record Heuristic(
        String name, Map<Role, Mesh> meshes, @Nullable Parallelism cut) {

    /** Most slices of a matrix in Megatron's rule: the devices of one node. */
    private static final int MOST_SLICES = 8;

    /** The rules that differ on this cluster. */
    static List<Heuristic> all(List<Call> calls, Cluster cluster, boolean whole) {
        var rules = new ArrayList<Heuristic>();
        int devices = cluster.devices().size();
        List<Role> networks = calls.stream().map(Call::network).distinct().toList();
        Mesh all = Mesh.of(0, whole ? 1 : devices);
        rules.add(new Heuristic("all colocated", on(networks, _ -> all), null));
        if (!whole) {
            Parallelism cut = megatron(cluster);
            rules.add(new Heuristic("Megatron style, " + cut + " for every call", on(networks, _ -> all), cut));
        }
        if (networks.size() > 1 && devices >= networks.size()) {
            rules.add(new Heuristic("each network apart", on(networks, role -> share(networks, role, cluster)), null));
        }
        if (networks.contains(Role.CRITIC) && devices > 1) {
            Mesh first = share(cluster, 0, devices / 2);
            Mesh second = share(cluster, devices / 2, devices);
            rules.add(new Heuristic(
                    "policy and reference | critic and reward",
                    on(networks, role -> role == Role.CRITIC || role == Role.REWARD ? second : first),
                    null));
        }
        return whole ? rules.stream().filter(rule -> rule.isWhole()).toList() : rules;
    }

    private static Map<Role, Mesh> on(List<Role> networks, Function<Role, Mesh> meshOf) {
        var meshes = new EnumMap<Role, Mesh>(Role.class);
        networks.forEach(role -> meshes.put(role, meshOf.apply(role)));
        return meshes;
    }

    /** Whether the rule lets a call have a layout. */
    boolean allows(Call call, Layout layout) {
        return layout.mesh().equals(meshes.get(call.network())) && (cut == null || cut.equals(layout.parallelism()));
    }

    private boolean isWhole() {
        return meshes.values().stream().allMatch(mesh -> mesh.size() == 1);
    }

    /** Slices within a node, a stage for each node (Narayanan et al. 2021, takeaway 1). */
    static Parallelism megatron(Cluster cluster) {
        int devices = cluster.devices().size();
        int slices = Math.min(
                MOST_SLICES,
                Integer.highestOneBit(cluster.nodes().getFirst().devices().size()));
        while (devices % slices != 0) {
            slices /= 2;
        }
        int stages = Math.min(cluster.nodes().size(), devices / slices);
        while (devices / slices % stages != 0) {
            stages--;
        }
        return new Parallelism(devices / slices / stages, slices, stages);
    }

    /** Equal shares in the order of first use; whole nodes where there are enough. */
    private static Mesh share(List<Role> networks, Role role, Cluster cluster) {
        int devices = cluster.devices().size();
        int place = networks.indexOf(role);
        return share(cluster, devices * place / networks.size(), devices * (place + 1) / networks.size());
    }

    /** Devices from and to the nearest borders of nodes, if some are left between them. */
    private static Mesh share(Cluster cluster, int from, int to) {
        int first = border(cluster, from);
        int last = border(cluster, to);
        return new Mesh(List.of(first < last ? new Span(first, last) : new Span(from, to)));
    }

    private static int border(Cluster cluster, int device) {
        int border = device;
        while (border > 0
                && border < cluster.devices().size()
                && cluster.nodeOf(border) == cluster.nodeOf(border - 1)) {
            border--;
        }
        return border;
    }
}
