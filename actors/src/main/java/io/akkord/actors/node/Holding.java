package io.akkord.actors.node;

import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.workflow.Role;
import io.akkord.policies.transformer.ModelConfig;
import java.util.List;

/**
 * What a worker must hold to serve, and where it finds what it lacks.
 *
 * @param role which network
 * @param config the whole network's shape
 * @param version how many updates its weights have seen
 * @param seat which part of it, with whom
 * @param sources together all of that part
 */
public record Holding(Role role, ModelConfig config, long version, Seat seat, List<Fetch> sources)
        implements WireMessage {

    public Holding {
        sources = List.copyOf(sources);
    }

    /** The same after more updates. */
    Holding at(long updates) {
        return new Holding(role, config, updates, seat, sources);
    }

    /** Whether a worker that holds {@code other} need not fetch anything for this. */
    boolean isSame(Holding other) {
        return role == other.role && version == other.version && seat.equals(other.seat);
    }
}
