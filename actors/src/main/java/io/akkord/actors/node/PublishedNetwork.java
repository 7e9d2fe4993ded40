package io.akkord.actors.node;

import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Layout;
import io.akkord.policies.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as published outside its workers: where its numbers lie, and which they are.
 *
 * <p>Publication is immutable: workers that learn publish anew, so the network of an iteration's start stays what it was
 * until the iteration is a fact.
 *
 * @param role which network
 * @param config its shape
 * @param version how many updates its weights have seen
 * @param layout how it is cut, and on which devices; null for a whole network that lies in a host's memory alone
 * @param pieces what each rank published, in the order of the ranks
 */
public record PublishedNetwork(
        Role role,
        ModelConfig config,
        long version,
        @Nullable Layout layout,
        List<Piece> pieces) implements WireMessage {

    /**
     * What one rank holds: its slices under their Hugging Face names.
     *
     * @param weights where the weights lie
     * @param first AdamW's first moments, null for a network that does not learn or has not yet
     * @param second AdamW's second moments, likewise
     */
    public record Piece(
            ColumnRef weights,
            @Nullable ColumnRef first,
            @Nullable ColumnRef second) implements WireMessage {

        /** Everything that is stored for it. */
        List<ColumnRef> refs() {
            var refs = new ArrayList<ColumnRef>(List.of(weights));
            if (first != null && second != null) {
                refs.add(first);
                refs.add(second);
            }
            return refs;
        }
    }

    public PublishedNetwork {
        pieces = List.copyOf(pieces);
    }

    /** Everything that is stored for this network. */
    public List<ColumnRef> refs() {
        return pieces.stream().flatMap(piece -> piece.refs().stream()).toList();
    }

    /** The same without AdamW's moments, for whoever does not learn from here. */
    public PublishedNetwork weightsAlone() {
        return new PublishedNetwork(
                role,
                config,
                version,
                layout,
                pieces.stream()
                        .map(piece -> new Piece(piece.weights(), null, null))
                        .toList());
    }

    /** Whether AdamW's moments are there. */
    public boolean hasMoments() {
        return pieces.stream().allMatch(piece -> piece.first() != null && piece.second() != null);
    }

    /** What the ranks of a network published, one after another, as one. */
    public static PublishedNetwork join(List<PublishedNetwork> ranks) {
        PublishedNetwork first = ranks.getFirst();
        List<Piece> pieces =
                ranks.stream().flatMap(rank -> rank.pieces.stream()).toList();
        return new PublishedNetwork(first.role, first.config, first.version, first.layout, pieces);
    }
}
