package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Recompute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plan must keep to, beside the devices' memory.
 *
 * @param whole whether networks stay whole, each on one device for all its steps, where no layout says otherwise
 * @param devices names of devices, or of whole nodes, that may be used where no layout says otherwise; none given means all
 * @param fixed where networks must be, by such names
 * @param layouts layouts that are given, by call such as {@code policy train}, or by network for all its other calls
 * @param recompute what training forgets, null for whatever is best
 */
public record Constraints(
        boolean whole,
        List<String> devices,
        Map<Role, List<String>> fixed,
        Map<String, FixedLayout> layouts,
        @Nullable Recompute recompute) {

    /** Nothing but memory. */
    public static final Constraints NONE = new Constraints(false, List.of(), Map.of());

    /** Whole networks, each on one device. */
    public static final Constraints WHOLE = new Constraints(true, List.of(), Map.of());

    public Constraints {
        devices = List.copyOf(devices);
        fixed = Map.copyOf(fixed);
        layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
    }

    /** No layout is given. */
    public Constraints(boolean whole, List<String> devices, Map<Role, List<String>> fixed) {
        this(whole, devices, fixed, Map.of(), null);
    }

    /** Whether all networks stay whole: what a runtime can do that cuts none. */
    public boolean keepsWhole() {
        return whole && layouts.isEmpty();
    }

    /** Whether all steps of a network are one call, on one device. */
    boolean keepsWhole(Role network) {
        return whole
                && layouts.keySet().stream()
                        .noneMatch(key -> key.equals(network.key())
                                || key.startsWith(network.key() + Call.BETWEEN_NETWORK_AND_KIND));
    }

    /**
     * The candidates that may be used, with those that are given by name.
     *
     * @throws UserError naming a device that does not exist
     */
    List<Mesh> meshes(Cluster cluster, List<Call> calls, List<Mesh> candidates) {
        var meshes = new ArrayList<Mesh>();
        Mesh given = devices.isEmpty() ? null : DeviceNames.mesh(cluster, devices, "plan.devices");
        for (Mesh mesh : candidates) {
            if (given == null || mesh.devices().allMatch(given::contains)) {
                meshes.add(mesh);
            }
        }
        if (given != null && !meshes.contains(given)) {
            meshes.add(given);
        }
        for (Role network : fixed.keySet()) {
            add(fixedMesh(network, cluster), meshes);
        }
        meshes.removeIf(mesh -> whole && mesh.size() > 1);
        for (Call call : calls) {
            layout(call, cluster).ifPresent(layout -> add(layout.mesh(), meshes));
        }
        return meshes;
    }

    private static void add(Mesh mesh, List<Mesh> meshes) {
        if (!meshes.contains(mesh)) {
            meshes.add(mesh);
        }
    }

    /** Whether a call whose layout is not given may be on a mesh. */
    boolean allows(Call call, Mesh mesh, Cluster cluster) {
        return (!whole || mesh.size() == 1)
                && (!fixed.containsKey(call.network())
                        || fixedMesh(call.network(), cluster).equals(mesh));
    }

    private Mesh fixedMesh(Role network, Cluster cluster) {
        return DeviceNames.mesh(
                cluster, Optional.ofNullable(fixed.get(network)).orElse(List.of()), "plan.fixed." + network.key());
    }

    /** Whether a call may be run so. */
    boolean allows(Call call, Execution execution) {
        Recompute wanted = given(call).map(FixedLayout::recompute).orElse(recompute);
        return !call.trains() || wanted == null || wanted == execution.recompute();
    }

    /** Whether a call whose layout is given may have an option of that layout. */
    boolean allows(Call call, Option option) {
        return option.isOffloaded() == given(call).map(FixedLayout::offloaded).orElse(false);
    }

    /**
     * The layout that a call must have, if one is given.
     *
     * @throws UserError if it does not suit the cluster
     */
    Optional<Layout> layout(Call call, Cluster cluster) {
        return given(call).map(layout -> layout.on(cluster, key(call)));
    }

    private Optional<FixedLayout> given(Call call) {
        return Optional.ofNullable(layouts.get(call.name()))
                .or(() -> Optional.ofNullable(layouts.get(call.network().key())));
    }

    /** Where people gave a call's layout. */
    String key(Call call) {
        return layouts.containsKey(call.name())
                ? "plan.layouts.\"" + call.name() + '"'
                : "plan.layouts." + call.network().key();
    }
}
