package io.akkord.actors.node;

import io.akkord.actors.wire.WireMessage;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cost.Recompute;
import io.akkord.policies.parallel.Shard;
import java.util.List;

/**
 * One worker's place among those that hold a network together.
 *
 * @param layout how the network is cut, and on which devices
 * @param rank which part is this worker's
 * @param training how it learns
 * @param gang those with whom it meets
 */
public record Seat(Layout layout, int rank, Training training, Gang gang) implements WireMessage {

    /**
     * How a network learns; none of it changes what is learned, rounding aside.
     *
     * @param learns whether it does
     * @param recompute what is forgotten on the way forward
     * @param shardedOptimizer whether copies share the moments out among themselves
     */
    public record Training(boolean learns, Recompute recompute, boolean shardedOptimizer) implements WireMessage {}

    /**
     * The ranks of a network that meet in collectives.
     *
     * @param run a number that no other stage of any run has
     * @param name of the network, and of its layout
     * @param epoch one more each time that ranks meet anew; messages of one are never taken for those of another
     */
    public record Gang(long run, String name, int epoch) implements WireMessage {}

    /**
     * Who is in a gang; told to each of them once, since it is as long as they are many.
     *
     * @param members by rank
     */
    public record Roster(Gang gang, List<Member> members) implements WireMessage {

        public Roster {
            members = List.copyOf(members);
        }
    }

    /**
     * Where a rank is reached.
     *
     * @param device its name
     * @param plane where its node's data plane listens, {@code host:port}; empty where it has none
     */
    public record Member(String device, String plane) implements WireMessage {}

    /** The part of the network that this worker holds. */
    public Shard shard() {
        return Shard.of(layout.parallelism(), rank);
    }

    /** Whether it speaks for its copy: all ranks of a copy know the same. */
    boolean isSpeaker() {
        Shard shard = shard();
        return shard.isFirst() && shard.slice() == 0;
    }
}
