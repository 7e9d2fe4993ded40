package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import java.util.List;
import java.util.TreeSet;

/**
 * The most a device holds at once under a choice: all networks that live there, and the hungriest of the steps it runs
 * one by one.
 *
 * <p>A network that learns lives where it learns, with gradients and optimiser. A copy of it in another layout lives only
 * while a step needs it, since its weights are old after the next training; a frozen network stays, unless it is
 * offloaded. Calls of one network in one layout share its weights. What is held changes only where a mesh begins or the
 * kind of device changes, so these devices are looked at and no others.
 */
final class Memory {

    private final int calls;
    private final int[] sourceOf;
    private final int[] twinOf;
    private final int[][] checks;
    private final boolean[][] contains;
    private final long[] limits;
    private final int[] devices;
    private final long[] resident;
    private final long[] working;

    /** Working space for one thread. */
    Memory(List<Call> list, List<Mesh> meshes, Cluster cluster) {
        this.calls = list.size();
        this.sourceOf = new int[calls];
        this.twinOf = new int[calls];
        for (int call = 0; call < calls; call++) {
            Role network = list.get(call).network();
            sourceOf[call] = -1;
            twinOf[call] = -1;
            for (int other = 0; other < calls; other++) {
                if (list.get(other).network() == network && other != call) {
                    sourceOf[call] = list.get(other).trains() && !list.get(call).trains() ? other : sourceOf[call];
                    twinOf[call] = other < call && twinOf[call] < 0 ? other : twinOf[call];
                }
            }
        }
        this.devices = borders(meshes, cluster);
        this.limits = new long[devices.length];
        this.contains = new boolean[meshes.size()][devices.length];
        for (int check = 0; check < devices.length; check++) {
            limits[check] = cluster.devices().get(devices[check]).memoryBytes();
            for (int mesh = 0; mesh < meshes.size(); mesh++) {
                contains[mesh][check] = meshes.get(mesh).contains(devices[check]);
            }
        }
        this.checks = new int[meshes.size()][];
        for (int mesh = 0; mesh < meshes.size(); mesh++) {
            checks[mesh] = checks(meshes.get(mesh), cluster);
        }
        this.resident = new long[calls];
        this.working = new long[calls];
    }

    private static int[] borders(List<Mesh> meshes, Cluster cluster) {
        var borders = new TreeSet<Integer>();
        for (Mesh mesh : meshes) {
            mesh.spans().forEach(span -> borders.add(span.from()));
        }
        for (int device = 1; device < cluster.devices().size(); device++) {
            if (!cluster.devices().get(device).isLike(cluster.devices().get(device - 1))) {
                borders.add(device);
            }
        }
        return borders.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The borders in a mesh where it begins or its devices change. */
    private int[] checks(Mesh mesh, Cluster cluster) {
        var list = new TreeSet<Integer>();
        for (int check = 0; check < devices.length; check++) {
            int device = devices[check];
            boolean begins = mesh.spans().stream().anyMatch(span -> span.from() == device);
            boolean changes = mesh.contains(device)
                    && device > 0
                    && !cluster.devices().get(device).isLike(cluster.devices().get(device - 1));
            if (begins || changes) {
                list.add(check);
            }
        }
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * The worst share of a device's memory that is needed: above 1, the choice does not fit.
     *
     * @param chosen options of all calls
     */
    double fullest(Option[] chosen) {
        fill(chosen);
        double worst = 0;
        for (int call = 0; call < calls; call++) {
            for (int check : checks[chosen[call].mesh()]) {
                worst = Math.max(worst, at(check, chosen) / (double) limits[check]);
            }
        }
        return worst;
    }

    /** Bytes that a device holds at most; 0 where no call runs. */
    long peakBytes(Option[] chosen, List<Mesh> meshes, int device) {
        fill(chosen);
        long live = 0;
        long most = 0;
        for (int call = 0; call < calls; call++) {
            if (meshes.get(chosen[call].mesh()).contains(device)) {
                live += resident[call];
                most = Math.max(most, working[call]);
            }
        }
        return live + most;
    }

    private long at(int check, Option[] chosen) {
        long live = 0;
        long most = 0;
        for (int call = 0; call < calls; call++) {
            if (contains[chosen[call].mesh()][check]) {
                live += resident[call];
                most = Math.max(most, working[call]);
            }
        }
        return live + most;
    }

    private void fill(Option[] chosen) {
        for (int call = 0; call < calls; call++) {
            Option option = chosen[call];
            resident[call] = option.residentBytes();
            working[call] = option.workingBytes();
            int source = sourceOf[call];
            int twin = twinOf[call];
            if (source >= 0) {
                resident[call] = 0;
                working[call] += same(option, chosen[source]) ? 0 : option.weightBytes();
            } else if (option.isOffloaded()) {
                resident[call] = 0;
                working[call] += option.weightBytes();
            } else if (twin >= 0 && same(option, chosen[twin])) {
                resident[call] = 0;
            }
        }
    }

    private static boolean same(Option one, Option other) {
        Layout layout = one.layout();
        return one.mesh() == other.mesh()
                && layout.parallelism().equals(other.layout().parallelism());
    }
}
