package io.akkord.placement.cost;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;

/** Prices steps on a cluster: seconds and bytes. */
public final class Pricing {

    private final Cluster cluster;
    private final Storage storage;

    /** Prices on a cluster, for networks kept in one storage. */
    public Pricing(Cluster cluster, Storage storage) {
        this.cluster = cluster;
        this.storage = storage;
    }

    /** What the work takes under a layout. */
    public StepPrice price(Work work, ModelShape shape, Layout layout, Execution execution) {
        throw new UnsupportedOperationException(work + " " + shape + layout + execution + cluster + storage);
    }

    /** Seconds until bytes that lie evenly over one mesh lie evenly over another. */
    public double transferSeconds(double bytes, Mesh from, Mesh to) {
        throw new UnsupportedOperationException(bytes + " " + from + to);
    }

    /** Seconds to move bytes of one device into its host's memory, or back. */
    public double hostSeconds(double bytes, Mesh mesh) {
        throw new UnsupportedOperationException(bytes + " " + mesh);
    }
}
