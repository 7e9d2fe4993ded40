package io.akkord.actors.node;

import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.workflow.Role;
import io.akkord.policies.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as published outside its actor: where its numbers lie, and which they are.
 *
 * <p>Publication is immutable: a worker that learns publishes a new shard, so the one of an iteration's start stays what
 * it was until the iteration is a fact.
 *
 * @param role which network
 * @param config its shape
 * @param version how many updates its weights have seen
 * @param weights where the weights lie
 * @param first AdamW's first moments, null for a network that does not learn or has not yet
 * @param second AdamW's second moments, likewise
 */
public record Shard(
        Role role,
        ModelConfig config,
        long version,
        ColumnRef weights,
        @Nullable ColumnRef first,
        @Nullable ColumnRef second)
        implements WireMessage {

    /** Everything that is stored for this shard. */
    public List<ColumnRef> refs() {
        var refs = new ArrayList<ColumnRef>(List.of(weights));
        if (first != null && second != null) {
            refs.add(first);
            refs.add(second);
        }
        return refs;
    }
}
