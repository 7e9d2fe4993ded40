package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Paces;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.reallocation.Overlap.Part;
import io.akkord.placement.reallocation.Parameter.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves a network from any layout to any other: who sends which slice to whom, and how long it takes.
 *
 * <p>Stages are neighbouring blocks, from {@code layers * stage / stages} rounded up, the embedding with the first and
 * the head with the last. A device keeps what it holds and gets each number that it lacks once, so the traffic is the
 * least there can be; who sends is chosen by {@link Delivery}. The list and the time come from one walk over the same
 * parts, so they agree; a part is all that two layouts cut alike, so that a walk over a few nodes takes tens of
 * microseconds. For a planner that asks thousands of times there is {@link #estimate}, which costs as little on thousands
 * of nodes.
 */
public final class Reallocation {

    private final ModelShape shape;
    private final int bytesPerNumber;
    private final Paces paces;
    private final Map<Long, Overlap> overlaps = new ConcurrentHashMap<>();

    /**
     * Reallocation of one kind of network on one cluster.
     *
     * @param bytesPerNumber as it is sent
     */
    public Reallocation(Cluster cluster, ModelShape shape, int bytesPerNumber) {
        this.shape = shape;
        this.bytesPerNumber = bytesPerNumber;
        this.paces = new Paces(cluster);
    }

    /**
     * What it takes, without saying who sends what.
     *
     * @throws IllegalArgumentException if a layout has more tensor slices than the network has heads, or a device that
     *     does not exist
     */
    public Traffic traffic(Layout from, Layout to) {
        var load = load(from, to);
        new Walk(from, to, load).all((_, _, _, _) -> (_, _) -> {});
        return load.traffic();
    }

    /**
     * As {@link #traffic}, but walked on a few nodes where the two layouts repeat themselves on many.
     *
     * <p>The bytes are exact. The seconds are those of the walk in nine of ten pairs of layouts on 1,024 devices; they are
     * too many, at most by two thirds there, where few nodes feed very many, of which fewer are left to pass on.
     */
    public Traffic estimate(Layout from, Layout to) {
        var small = Repetition.of(from, to, paces);
        Traffic part = traffic(small.from(), small.to());
        return new Traffic(part.seconds(), part.bytes() * small.times(), part.bytesBetweenNodes() * small.times());
    }

    /** Every message, in an order in which each sender has what it sends. */
    public List<Transfer> transfers(Layout from, Layout to) {
        var transfers = new ArrayList<Transfer>();
        new Walk(from, to, load(from, to)).all((part, first, end, bytes) -> {
            List<Slice> slices = part.pieces().stream()
                    .map(piece -> new Slice(piece.parameter(), first, end, piece.from(), piece.to()))
                    .toList();
            return (sender, receiver) -> transfers.add(new Transfer(sender, receiver, slices, bytes));
        });
        return transfers;
    }

    private Load load(Layout from, Layout to) {
        int last = Math.max(
                from.mesh().spans().getLast().to(), to.mesh().spans().getLast().to());
        if (last > paces.devices()) {
            throw new IllegalArgumentException(
                    "device " + (last - 1) + " does not exist, the cluster has " + paces.devices());
        }
        return new Load(paces, last);
    }

    /** Makes a listener for the messages that bring a part of the layers from {@code first} to before {@code end}. */
    private interface Parts {
        Delivery.Listener open(Part part, int first, int end, long bytes);
    }

    /** One walk over the parts of two layouts. */
    private final class Walk {

        private final int fromStages;
        private final int toStages;
        private final Overlap overlap;
        private final Devices senders;
        private final Devices receivers;
        private final Delivery delivery;

        Walk(Layout from, Layout to, Load load) {
            int fromSlices = from.parallelism().tensor();
            int toSlices = to.parallelism().tensor();
            fromStages = from.parallelism().pipeline();
            toStages = to.parallelism().pipeline();
            overlap = overlaps.computeIfAbsent(
                    ((long) fromSlices << Integer.SIZE) + toSlices, _ -> new Overlap(shape, fromSlices, toSlices));
            senders = new Devices(from);
            receivers = new Devices(to);
            delivery = new Delivery(paces, load);
        }

        void all(Parts parts) {
            deliver(Place.FIRST, 0, 1, 0, 0, parts);
            deliver(Place.ENDS, 0, 1, 0, 0, parts);
            int layers = shape.layers();
            int i = 0;
            int j = 0;
            int block = 0;
            while (block < layers) {
                while (bound(i + 1, fromStages) <= block) {
                    i++;
                }
                while (bound(j + 1, toStages) <= block) {
                    j++;
                }
                int end = Math.min(bound(i + 1, fromStages), bound(j + 1, toStages));
                deliver(Place.BLOCK, block + 1, end + 1, i, j, parts);
                block = end;
            }
            deliver(Place.LAST, layers + 1, layers + 2, fromStages - 1, toStages - 1, parts);
        }

        private int bound(int stage, int stages) {
            return (int) Math.ceilDiv((long) shape.layers() * stage, stages);
        }

        private void deliver(Place place, int first, int end, int fromStage, int toStage, Parts parts) {
            for (Part part : overlap.parts(place)) {
                var holders = part.holders();
                senders.none().and(fromStage, holders.from(), holders.fromEnd());
                receivers.none().and(toStage, holders.to(), holders.toEnd());
                if (place == Place.ENDS && fromStages > 1) {
                    senders.and(fromStages - 1, holders.from(), holders.fromEnd());
                }
                if (place == Place.ENDS && toStages > 1) {
                    receivers.and(toStages - 1, holders.to(), holders.toEnd());
                }
                long bytes = part.numbers() * (end - first) * bytesPerNumber;
                delivery.deliver(senders, receivers, bytes, parts.open(part, first, end, bytes));
            }
        }
    }
}
