package io.akkord.actors.collective;

import io.akkord.actors.wire.DataPlane;
import io.akkord.policies.parallel.Collective;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the ranks of a JVM's devices meet each other, and those of other JVMs.
 *
 * <p>A group exists from its first {@link #join} to its last {@link #leave}. Joining waits for nobody. A group in which
 * anything went wrong stays broken: its ranks are started anew under another epoch.
 *
 * <p>Arrays must be readable and writable by every thread, as memory of {@code Arena.ofShared()} or of a tensor is.
 */
public final class CollectiveHub implements AutoCloseable {

    private final @Nullable DataPlane plane;
    private final InetSocketAddress address;
    private final Duration deadline;
    private final Consumer<CollectiveInterval> trace;
    private final Map<GroupKey, Group> groups = new ConcurrentHashMap<>();

    private CollectiveHub(
            @Nullable DataPlane plane,
            InetSocketAddress address,
            Duration deadline,
            Consumer<CollectiveInterval> trace) {
        this.plane = plane;
        this.address = address;
        this.deadline = deadline;
        this.trace = trace;
    }

    /**
     * A hub whose ranks reach other JVMs.
     *
     * @param plane stays its owner's
     * @param deadline of every single wait for another rank
     * @param trace hears of each finished collective, on the thread that carried it out
     */
    public static CollectiveHub on(DataPlane plane, Duration deadline, Consumer<CollectiveInterval> trace) {
        return new CollectiveHub(plane, plane.address(), deadline, trace);
    }

    /** A hub whose ranks all live in this JVM. */
    public static CollectiveHub alone(Duration deadline, Consumer<CollectiveInterval> trace) {
        return new CollectiveHub(null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), deadline, trace);
    }

    /** What a {@link Member} of this JVM gives as its plane. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * A rank's view of a group.
     *
     * @param members by rank, the same list for every rank
     * @param rank of a device of this JVM
     * @param phase asked at each call for what the run is doing, for failures to tell
     * @throws IllegalArgumentException if that rank lives elsewhere
     * @throws IllegalStateException if it is here already, or others have joined with other members
     */
    public Collective join(GroupKey key, List<Member> members, int rank, Supplier<String> phase) {
        if (!isHere(members.get(rank))) {
            throw new IllegalArgumentException("rank " + rank + " of " + key + " lives on "
                    + members.get(rank).plane() + ", not on " + address);
        }
        boolean allHere = members.stream().allMatch(this::isHere);
        if (!allHere && plane == null) {
            throw new IllegalArgumentException("this JVM has no data plane to reach all of " + members);
        }
        var view = new AtomicReference<@Nullable Collective>();
        groups.compute(key, (_, present) -> {
            Group group = present == null ? new Group(key, members, allHere ? null : plane) : present;
            view.set(group.join(members, rank, phase, deadline, trace));
            return group;
        });
        return Objects.requireNonNull(view.get());
    }

    private boolean isHere(Member member) {
        return member.plane().equals(address);
    }

    /**
     * Ends every group of a network: whoever waits is told, and so is whoever calls later.
     *
     * @param reason why, as users shall read it
     */
    public void abandon(long run, String network, int epoch, String reason) {
        groups.forEach((key, group) -> {
            if (key.run() == run && key.network().equals(network) && key.epoch() == epoch) {
                group.giveUp(reason);
            }
        });
    }

    /** A rank calls no more; with the last one of this JVM the group's buffers are freed. */
    public void leave(GroupKey key, int rank) {
        groups.computeIfPresent(key, (_, group) -> group.leave(rank) ? null : group);
    }

    /** Ends all groups. */
    @Override
    public void close() {
        groups.values().forEach(group -> group.giveUp("the node is closing"));
        groups.clear();
    }
}
