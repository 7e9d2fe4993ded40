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

    /** What is held once the network has learnt, which is what it then published. */
    Holding after(PublishedNetwork learnt) {
        return new Holding(
                role,
                config,
                learnt.version(),
                seat,
                learnt.pieces().stream().map(Fetch::all).toList());
    }

    /** Whether a worker that holds this need not fetch anything for {@code other}. */
    boolean serves(Holding other) {
        return role == other.role
                && version == other.version
                && seat.equals(other.seat)
                && (hasMoments() || !other.hasMoments());
    }

    /** Whether AdamW's moments come with the weights: where they learn, and have been published whole. */
    boolean hasMoments() {
        return seat.training().learns()
                && sources.stream().allMatch(fetch -> fetch.from().first() != null);
    }
}
