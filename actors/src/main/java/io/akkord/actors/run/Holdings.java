package io.akkord.actors.run;

import io.akkord.actors.node.Fetch;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.models.ShardLayout;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.weights.TensorSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says for each worker of a network what it must hold and from which published pieces it takes that.
 *
 * <p>A worker in the layout of what was published takes its own piece. In another layout it keeps what its device holds and
 * takes what it lacks as the planner's list of transfers says: who passes a part on inside a node is resolved to whom it came
 * from, and all who take it on that node are counted, so that it crosses once.
 */
final class Holdings {

    private final Cluster cluster;
    private final int bytesPerNumber;
    private final Map<List<Object>, List<List<Fetch>>> known = new HashMap<>();

    /**
     * For networks on one cluster.
     *
     * @param bytesPerNumber of published weights
     */
    Holdings(Cluster cluster, int bytesPerNumber) {
        this.cluster = cluster;
        this.bytesPerNumber = bytesPerNumber;
    }

    /** What each of the workers must hold to serve a network as published, by rank. */
    List<Holding> of(PublishedNetwork network, NetworkWorkers workers) {
        List<List<Fetch>> sources = sources(network, workers.table().layout());
        var holdings = new ArrayList<Holding>();
        for (int rank = 0; rank < sources.size(); rank++) {
            holdings.add(new Holding(
                    network.role(), network.config(), network.version(), workers.seat(rank), sources.get(rank)));
        }
        return holdings;
    }

    private List<List<Fetch>> sources(PublishedNetwork network, Layout target) {
        if (known.size() > 64) {
            known.clear();
        }
        return known.computeIfAbsent(List.of(network, target), _ -> {
            Layout from = network.layout();
            if (from == null) {
                return fromHost(network, target);
            }
            return from.equals(target) ? asPublished(network) : moved(network, from, target);
        });
    }

    private static List<List<Fetch>> asPublished(PublishedNetwork network) {
        return network.pieces().stream()
                .map(piece -> List.of(new Fetch(piece, List.of(), 1)))
                .toList();
    }

    /** From a whole network in a host's memory each rank takes its slices; copies on one node take them together. */
    private List<List<Fetch>> fromHost(PublishedNetwork network, Layout target) {
        PublishedNetwork.Piece whole = network.pieces().getFirst();
        Parallelism cut = target.parallelism();
        var sources = new ArrayList<List<Fetch>>();
        for (int rank = 0; rank < cut.ranks(); rank++) {
            var shard = Shard.of(cut, rank);
            int node = node(target, rank);
            int sharers = 0;
            for (int copy = 0; copy < cut.data(); copy++) {
                sharers += node(target, cut.rank(shard.stage(), copy, shard.slice())) == node ? 1 : 0;
            }
            var parts = new ArrayList<Fetch.Part>();
            if (cut.shards() > 1) {
                ShardLayout.of(network.config(), shard).values().forEach(slice -> parts.add(new Fetch.Part(slice, 0)));
            }
            sources.add(List.of(new Fetch(whole, parts, sharers)));
        }
        return sources;
    }

    private int node(Layout layout, int rank) {
        return cluster.nodeOf(layout.mesh().device(rank));
    }

    private List<List<Fetch>> moved(PublishedNetwork network, Layout from, Layout target) {
        var move = new WeightMove(cluster, network.config(), from, target, bytesPerNumber);
        var sources = new ArrayList<List<Fetch>>();
        for (int rank = 0; rank < target.parallelism().ranks(); rank++) {
            Map<String, TensorSlice> wanted = layout(network, target, rank);
            var fetches = new ArrayList<Fetch>();
            for (WeightMove.Take take : move.takes(rank)) {
                Map<String, TensorSlice> held = layout(network, from, take.fromRank());
                List<Fetch.Part> parts = take.slices().stream()
                        .map(slice -> part(slice, held, wanted))
                        .toList();
                fetches.add(new Fetch(network.pieces().get(take.fromRank()), parts, take.sharers()));
            }
            sources.add(fetches);
        }
        return sources;
    }

    private static Map<String, TensorSlice> layout(PublishedNetwork network, Layout layout, int rank) {
        return ShardLayout.of(network.config(), Shard.of(layout.parallelism(), rank));
    }

    /** A slice of the whole network's tensor in the rows, or columns, of who holds it and of who wants it. */
    private static Fetch.Part part(TensorSlice slice, Map<String, TensorSlice> held, Map<String, TensorSlice> wanted) {
        long holder = start(slice, held);
        return new Fetch.Part(
                new TensorSlice(slice.tensor(), slice.dimension(), slice.from() - holder, slice.to() - holder),
                slice.from() - start(slice, wanted));
    }

    private static long start(TensorSlice slice, Map<String, TensorSlice> layout) {
        TensorSlice mine = layout.get(slice.tensor());
        if (mine == null || mine.from() > slice.from() || mine.to() < slice.to()) {
            throw new IllegalStateException(slice + " is no part of " + mine);
        }
        return mine.from();
    }
}
