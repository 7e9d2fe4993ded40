package io.akkord.actors.run;

import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.Shard;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.workflow.Role;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every network of a stage as it was when the current iteration began, and those that a checkpoint is still being
 * written from. What neither needs is forgotten.
 */
final class PublishedShards {

    private final Map<Role, Shard> current;
    private final Map<ColumnRef, Integer> holds = new HashMap<>();
    private final BulkPort port;

    PublishedShards(Map<Role, Shard> start, BulkPort port) {
        this.current = new EnumMap<>(start);
        this.port = port;
        start.values().forEach(this::hold);
    }

    Map<Role, Shard> current() {
        return Map.copyOf(current);
    }

    /** Moves the boundary: the networks that an iteration has trained take the place of what they were. */
    void advance(Map<Role, Shard> trained) {
        trained.forEach((role, shard) -> {
            Shard old = current.put(role, shard);
            hold(shard);
            if (old != null) {
                letGo(List.of(old));
            }
        });
    }

    /** Keeps the current shards of some roles until {@link #letGo}. */
    Collection<Shard> take(Set<Role> roles) {
        List<Shard> taken =
                current.values().stream().filter(shard -> roles.contains(shard.role())).toList();
        taken.forEach(this::hold);
        return taken;
    }

    void letGo(Collection<Shard> shards) {
        for (Shard shard : shards) {
            for (ColumnRef ref : shard.refs()) {
                if (holds.merge(ref, -1, Integer::sum) == 0) {
                    holds.remove(ref);
                    port.release(List.of(ref));
                }
            }
        }
    }

    private void hold(Shard shard) {
        shard.refs().forEach(ref -> holds.merge(ref, 1, Integer::sum));
    }
}
