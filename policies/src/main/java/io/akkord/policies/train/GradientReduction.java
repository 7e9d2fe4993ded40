package io.akkord.policies.train;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Collective.Pending;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.train.FlatLayout.Bucket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds the gradients of all copies up, bucket by bucket, while the last micro-batch is still on its way back.
 *
 * <p>Every copy starts the buckets in the same order. With a sharded optimiser each is left with its part of the sums.
 */
final class GradientReduction {

    private final FlatLayout layout;
    private final FlatTensors sums;
    private final ReplicatedGradients replicated;
    private final Groups groups;
    private final boolean parts;
    private final Set<Integer> done = new HashSet<>();
    private final List<Pending> pending = new ArrayList<>();
    private int started;

    /**
     * A reduction of {@code sums}.
     *
     * @param parts whether a copy wants its part of each bucket alone
     */
    GradientReduction(
            FlatLayout layout, FlatTensors sums, ReplicatedGradients replicated, Groups groups, boolean parts) {
        this.layout = layout;
        this.sums = sums;
        this.replicated = replicated;
        this.groups = groups;
        this.parts = parts;
    }

    /** Forgets the update before. */
    void begin() {
        done.clear();
        pending.clear();
        started = 0;
    }

    /** Says that nothing will be added to these parameters' gradients any more in this update. */
    void done(List<Integer> parameters) {
        done.addAll(parameters);
        List<Bucket> early = layout.early();
        while (started < early.size() && done.containsAll(early.get(started).parameters())) {
            start(early.get(started++));
        }
    }

    /** Starts what has not been started, and waits for all. */
    void finish() {
        List<Bucket> early = layout.early();
        while (started < early.size()) {
            start(early.get(started++));
        }
        replicated.add(groups);
        layout.late().forEach(this::start);
        pending.forEach(Pending::await);
    }

    private void start(Bucket bucket) {
        Collective copies = groups.data();
        MemorySegment memory = sums.memory(bucket.span());
        pending.add(
                parts ? copies.startReduceScatter(memory, sums.type()) : copies.startAllReduce(memory, sums.type()));
    }
}
