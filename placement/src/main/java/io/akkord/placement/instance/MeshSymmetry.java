package io.akkord.placement.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Which plans differ only in the names of like devices.
 *
 * <p>A plan's makespan depends on which meshes touch, not on where they lie. So where devices can be renamed such that
 * every mesh is again a mesh, and every option again an option of the same cost, a plan and the renamed plan cost the
 * same, queue order included, and it is enough to look at the one whose mesh numbers come first in dictionary order. Two
 * kinds of renaming are tried, and used where the instance turns out to allow them: all devices in reverse, and the two
 * halves of a node exchanged.
 */
final class MeshSymmetry {

    private final List<int[]> renamings;

    /** Renamings of meshes that are known to keep costs. */
    MeshSymmetry(List<int[]> renamings) {
        this.renamings = renamings;
    }

    static MeshSymmetry of(PlanInstance instance) {
        var found = new MeshSymmetry(new ArrayList<>());
        found.consider(instance, device -> instance.devices() - 1 - device);
        instance.meshes().stream()
                .filter(mesh -> mesh.devices() % 2 == 0)
                .forEach(mesh -> found.consider(instance, device -> {
                    int half = mesh.devices() / 2;
                    return !mesh.covers(device) ? device : device < mesh.first() + half ? device + half : device - half;
                }));
        return found;
    }

    private void consider(PlanInstance instance, IntUnaryOperator rename) {
        List<Mesh> meshes = instance.meshes();
        Map<Set<Integer>, Integer> byDevices = new HashMap<>();
        var renamed = new ArrayList<Set<Integer>>();
        for (int mesh = 0; mesh < meshes.size(); mesh++) {
            var devices = new HashSet<Integer>();
            var others = new HashSet<Integer>();
            for (int i = 0; i < meshes.get(mesh).devices(); i++) {
                devices.add(meshes.get(mesh).first() + i);
                others.add(rename.applyAsInt(meshes.get(mesh).first() + i));
            }
            byDevices.put(devices, mesh);
            renamed.add(others);
        }
        var renaming = new int[meshes.size()];
        boolean moves = false;
        for (int mesh = 0; mesh < renaming.length; mesh++) {
            Integer image = byDevices.get(renamed.get(mesh));
            if (image == null) {
                return;
            }
            renaming[mesh] = image;
            moves |= image != mesh;
        }
        if (moves && byDevices.size() == meshes.size() && keepsOptions(instance, renaming)) {
            renamings.add(renaming);
        }
    }

    private static boolean keepsOptions(PlanInstance instance, int[] renaming) {
        for (ModelCall call : instance.calls()) {
            var options = new HashSet<>(call.options());
            for (CallOption option : call.options()) {
                var image = new CallOption(
                        renaming[option.mesh()],
                        option.strategy(),
                        option.micros(),
                        option.peakBytes(),
                        option.residentBytes());
                if (!options.contains(image)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether some renaming makes the same plans come earlier.
     *
     * @param mesh {@code [call]}, negative where open
     */
    boolean repeats(int[] mesh) {
        for (int[] renaming : renamings) {
            for (int here : mesh) {
                if (here < 0) {
                    break;
                }
                if (renaming[here] != here) {
                    if (renaming[here] < here) {
                        return true;
                    }
                    break;
                }
            }
        }
        return false;
    }
}
