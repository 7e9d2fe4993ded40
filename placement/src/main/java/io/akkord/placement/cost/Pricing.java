package io.akkord.placement.cost;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Prices steps on a cluster: seconds and bytes.
 *
 * <p>A price depends on a mesh only through the slowest of its devices and the links of its groups. Those are found by
 * arithmetic on the mesh, once, so a price costs microseconds whatever the size of the cluster. Safe for threads.
 */
public final class Pricing {

    private final Ground ground;
    private final Storage storage;
    private final ConcurrentMap<Mesh, Terrain> terrains = new ConcurrentHashMap<>();

    /** Prices on a cluster, for networks kept in one storage. */
    public Pricing(Cluster cluster, Storage storage) {
        this.ground = new Ground(cluster, storage.numbers());
        this.storage = storage;
    }

    /** What the work takes under a layout. */
    public StepPrice price(Work work, ModelShape shape, Layout layout, Execution execution) {
        var network = new CutNetwork(shape, layout.parallelism(), wiring(layout), storage, execution);
        return switch (work) {
            case Work.Generation generation -> Generating.price(network, generation);
            case Work.Inference inference -> Reading.price(network, inference);
            case Work.Training training -> Learning.price(network, training);
        };
    }

    /** The links that the groups of a layout talk over. */
    public Wiring wiring(Layout layout) {
        return terrain(layout.mesh()).wiring(layout.parallelism());
    }

    /** Seconds until bytes that lie evenly over one mesh lie evenly over another; 0 where the meshes are the same. */
    public double transferSeconds(double bytes, Mesh from, Mesh to) {
        if (from.equals(to)) {
            return 0;
        }
        return terrain(from).seconds(bytes, terrain(to));
    }

    /** Seconds to move bytes of one device of the mesh into its host's memory, or back. */
    public double hostSeconds(double bytes, Mesh mesh) {
        return bytes / terrain(mesh).slowest().hostBytesPerSecond();
    }

    private Terrain terrain(Mesh mesh) {
        Terrain known = terrains.get(mesh);
        return known == null ? terrains.computeIfAbsent(mesh, each -> new Terrain(ground, each)) : known;
    }
}
