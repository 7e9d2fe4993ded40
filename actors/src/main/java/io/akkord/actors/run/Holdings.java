package io.akkord.actors.run;

import io.akkord.actors.node.Fetch;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.models.ShardLayout;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.TensorSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says for each worker of a network what it must hold and from which published pieces it takes that.
 *
 * <p>A worker in the layout of what was published takes its own piece. In another layout it keeps what its device holds and
 * takes what it lacks as the planner's list of transfers says: who passes a part on inside a node is resolved to whom it came
 * from, and all who take it on that node are counted, so that it crosses once. Safe to share between the walks of a stage.
 */
final class Holdings {

    private final Cluster cluster;
    private final int bytesPerNumber;
    private final Map<Route, List<List<Take>>> known = new ConcurrentHashMap<>();

    /** What the sources of a holding follow from; the pieces themselves are others after each update. */
    private record Route(ModelConfig config, @Nullable Layout from, Layout target) {}

    /** A fetch from a piece that is only known by its rank. */
    private record Take(int fromRank, List<Fetch.Part> parts, int sharers) {

        Fetch of(PublishedNetwork network) {
            return new Fetch(network.pieces().get(fromRank), parts, sharers);
        }
    }

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
        var route =
                new Route(network.config(), network.layout(), workers.table().layout());
        List<List<Take>> takes = known.computeIfAbsent(route, this::takes);
        var holdings = new ArrayList<Holding>();
        for (int rank = 0; rank < takes.size(); rank++) {
            List<Fetch> sources =
                    takes.get(rank).stream().map(take -> take.of(network)).toList();
            holdings.add(new Holding(network.role(), network.config(), network.version(), workers.seat(rank), sources));
        }
        return holdings;
    }

    private List<List<Take>> takes(Route route) {
        Layout from = route.from();
        if (from == null) {
            return fromHost(route);
        }
        return from.equals(route.target()) ? asPublished(from) : moved(route, from);
    }

    private static List<List<Take>> asPublished(Layout layout) {
        return IntStream.range(0, layout.parallelism().ranks())
                .mapToObj(rank -> List.of(new Take(rank, List.of(), 1)))
                .toList();
    }

    /** From a whole network in a host's memory each rank takes its slices; copies on one node take them together. */
    private List<List<Take>> fromHost(Route route) {
        Layout target = route.target();
        Parallelism cut = target.parallelism();
        var takes = new ArrayList<List<Take>>();
        for (int rank = 0; rank < cut.ranks(); rank++) {
            var shard = Shard.of(cut, rank);
            int node = node(target, rank);
            int sharers = 0;
            for (int copy = 0; copy < cut.data(); copy++) {
                sharers += node(target, cut.rank(shard.stage(), copy, shard.slice())) == node ? 1 : 0;
            }
            var parts = new ArrayList<Fetch.Part>();
            if (cut.shards() > 1) {
                ShardLayout.of(route.config(), shard).values().forEach(slice -> parts.add(new Fetch.Part(slice, 0)));
            }
            takes.add(List.of(new Take(0, List.copyOf(parts), sharers)));
        }
        return takes;
    }

    private int node(Layout layout, int rank) {
        return cluster.nodeOf(layout.mesh().device(rank));
    }

    private List<List<Take>> moved(Route route, Layout from) {
        Layout target = route.target();
        var move = new WeightMove(cluster, route.config(), from, target, bytesPerNumber);
        var takes = new ArrayList<List<Take>>();
        for (int rank = 0; rank < target.parallelism().ranks(); rank++) {
            Map<String, TensorSlice> wanted = layout(route, target, rank);
            takes.add(move.takes(rank).stream()
                    .map(take -> {
                        Map<String, TensorSlice> held = layout(route, from, take.fromRank());
                        List<Fetch.Part> parts = take.slices().stream()
                                .map(slice -> part(slice, held, wanted))
                                .toList();
                        return new Take(take.fromRank(), parts, take.sharers());
                    })
                    .toList());
        }
        return takes;
    }

    private static Map<String, TensorSlice> layout(Route route, Layout layout, int rank) {
        return ShardLayout.of(route.config(), Shard.of(layout.parallelism(), rank));
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
