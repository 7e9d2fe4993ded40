package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layout that a call must have, whatever a planner thinks of it.
 *
 * @param devices names of devices or of whole nodes, or numbers such as {@code 0} or {@code 2-3}; none given means as many
 *     as the cut takes, from the cluster's first one on
 * @param data copies; 0 for as many as the devices leave
 * @param tensor slices of every matrix
 * @param pipeline stages
 * @param recompute what training forgets, null for what the plan allows all networks
 * @param offloaded whether the weights wait in the host's memory between steps
 */
public record FixedLayout(
        List<String> devices,
        int data,
        int tensor,
        int pipeline,
        @Nullable Recompute recompute,
        boolean offloaded) {

    public FixedLayout {
        devices = List.copyOf(devices);
        atLeast(0, data, "data");
        atLeast(1, tensor, "tensor");
        atLeast(1, pipeline, "pipeline");
        if (recompute == Recompute.SELECTIVE) {
            throw new IllegalArgumentException("recompute must be none or full, was selective");
        }
    }

    private static void atLeast(int least, int value, String key) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", was " + value);
        }
    }

    /**
     * The layout on a cluster.
     *
     * @param key as people wrote it
     * @throws UserError if a device does not exist or the cut does not take as many as there are
     */
    Layout on(Cluster cluster, String key) {
        int shards = tensor * pipeline;
        int all = cluster.devices().size();
        if (devices.isEmpty()) {
            int copies = data == 0 ? Math.max(1, all / shards) : data;
            if (copies * shards > all) {
                throw new UserError(key + ": " + copies + "x" + tensor + "x" + pipeline
                        + " (data x tensor x pipeline) takes " + copies * shards + " devices, cluster "
                        + cluster.name() + " has " + all);
            }
            return new Layout(Mesh.of(0, copies * shards), new Parallelism(copies, tensor, pipeline));
        }
        Mesh mesh = DeviceNames.mesh(cluster, devices, key);
        if (data == 0 && mesh.size() % shards != 0) {
            throw new UserError(key + ": copies of 1x" + tensor + "x" + pipeline
                    + " (data x tensor x pipeline) take a multiple of " + shards + " devices, but devices names "
                    + mesh.size());
        }
        int copies = data == 0 ? mesh.size() / shards : data;
        if (copies * shards != mesh.size()) {
            throw new UserError(key + ": " + copies + "x" + tensor + "x" + pipeline
                    + " (data x tensor x pipeline) takes " + copies * shards + " devices, but devices names "
                    + mesh.size());
        }
        return new Layout(mesh, new Parallelism(copies, tensor, pipeline));
    }
}
