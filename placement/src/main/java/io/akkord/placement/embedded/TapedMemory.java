package io.akkord.placement.embedded;

import static io.akkord.placement.embedded.TrunkMemory.indices;
import static io.akkord.placement.embedded.TrunkMemory.numbers;

import io.akkord.placement.model.ModelShape;
import java.util.List;

/**
 * What the decoder's script takes and gives back while autograd keeps what the way back needs, and then on that way.
 *
 * <p>Forward, a product keeps what it multiplies, a norm its input, its size and its root, attention its queries, keys,
 * values, result and sums. Backward, in the opposite order, each operator takes the gradients of its inputs and then
 * gives up what was kept for it and the gradient it came with; gradients of parameters stay until they are added up. The
 * order of taking and giving was read off libtorch 2.7.1 and is held to it by a test.
 */
final class TapedMemory {

    private final ModelShape shape;
    private final Ledger ledger;
    private final TrunkMemory trunk;
    private final AttentionMemory heads;
    private final long attention;
    private final long rotated;
    private final long projected;

    TapedMemory(ModelShape shape, Ledger ledger) {
        this.shape = shape;
        this.ledger = ledger;
        this.trunk = new TrunkMemory(shape, ledger);
        this.heads = new AttentionMemory(shape, ledger);
        this.attention = (long) shape.heads() * shape.headSize();
        this.rotated = (long) (shape.heads() + shape.keyValueHeads()) * shape.headSize();
        this.projected = rotated + (long) shape.keyValueHeads() * shape.headSize();
    }

    /** Inputs and the way forward; answers hidden states and keeps the rest. */
    void forward(Batch batch) {
        long n = batch.tokens();
        trunk.takeInputs(batch);
        ledger.take(trunk.stream(n), numbers(n, shape.headSize()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            long behind = n;
            norm(n);
            ledger.take(numbers(n, projected), numbers(n, rotated));
            for (Batch.Group group : batch.grouped()) {
                heads.record(group);
            }
            joined(n);
            ledger.take(trunk.stream(n));
            added(n);
            if (layer == shape.layers() - 1) {
                behind = batch.reads();
                ledger.take(trunk.stream(behind));
                ledger.give(trunk.stream(n));
            }
            norm(behind);
            long gated = numbers(behind, shape.intermediate());
            ledger.take(2 * gated, gated, gated, trunk.stream(behind));
            added(behind);
        }
        norm(batch.reads());
        ledger.give(indices(n));
    }

    /** Results of all groups become one; what is written out for shared keys has left nothing else to keep. */
    private void joined(long n) {
        boolean fused = heads.isFused();
        ledger.give(fused ? 0 : numbers(n, projected), fused ? 0 : numbers(n, rotated));
        ledger.take(numbers(n, attention));
        ledger.give(fused ? 0 : numbers(n, attention));
    }

    private void norm(long n) {
        long each = numbers(n, 1);
        ledger.take(each, each);
        ledger.scalar(each);
        ledger.give(each);
        ledger.scalar(each);
        ledger.give(each);
        ledger.take(each);
        ledger.give(each);
        ledger.take(trunk.stream(n), trunk.stream(n));
    }

    private void added(long n) {
        ledger.take(trunk.stream(n));
        ledger.give(trunk.stream(n));
    }

    /**
     * The way back from the gradient of the hidden states, which stays the caller's if {@code kept}; leaves the gradients of
     * the parameters.
     */
    void backward(Batch batch, boolean kept) {
        long n = batch.tokens();
        long reads = batch.reads();
        normBack(reads, true, !kept);
        for (int layer = shape.layers() - 1; layer >= 0; layer--) {
            long behind = layer == shape.layers() - 1 ? reads : n;
            mlpBack(behind);
            if (layer == shape.layers() - 1) {
                ledger.take(trunk.stream(n));
                ledger.give(trunk.stream(reads), indices(reads));
            }
            attentionBack(batch, layer == 0);
            normBack(n, false, true);
        }
        ledger.take(trunk.stream(shape.vocabulary()));
        ledger.give(trunk.stream(n), indices(n));
    }

    private void mlpBack(long n) {
        long gated = numbers(n, shape.intermediate());
        ledger.take(trunk.stream(shape.intermediate()), gated);
        ledger.give(gated);
        ledger.take(gated, gated);
        ledger.give(gated, gated);
        ledger.take(gated);
        ledger.give(gated, 2 * gated);
        ledger.take(2 * gated);
        ledger.give(gated, gated);
        ledger.take(trunk.stream(2L * shape.intermediate()), trunk.stream(n));
        ledger.give(2 * gated, trunk.stream(n));
        normBack(n, false, true);
    }

    private void attentionBack(Batch batch, boolean first) {
        long n = batch.tokens();
        long results = numbers(n, attention);
        long keys = numbers(n, rotated - attention);
        ledger.take(trunk.stream(attention), results);
        ledger.give(results);
        List<Batch.Group> groups = batch.grouped().reversed();
        for (Batch.Group group : groups) {
            long kept = heads.isFused() ? numbers(n, rotated) + numbers(n, projected) : 0;
            heads.backward(group, group == groups.getLast() ? results + kept : 0);
        }
        for (long part : new long[] {keys, keys, results}) {
            ledger.take(part);
            ledger.give(part);
        }
        long angles = numbers(n, shape.headSize());
        ledger.take(numbers(n, rotated));
        ledger.give(results, keys);
        ledger.take(angles, numbers(n, rotated));
        ledger.give(angles, numbers(n, rotated), first ? angles : 0);
        ledger.take(numbers(n, projected));
        ledger.give(numbers(n, rotated), keys);
        ledger.take(trunk.stream(projected), trunk.stream(n));
        ledger.give(numbers(n, projected), trunk.stream(n));
    }

    private void normBack(long n, boolean outermost, boolean owned) {
        long each = numbers(n, 1);
        long all = trunk.stream(n);
        ledger.take(all, all, trunk.stream(1));
        ledger.give(all, all, owned ? all : 0);
        ledger.take(all, all, each);
        ledger.give(all, all, outermost ? 0 : all);
        ledger.take(each, 8, 4, each);
        ledger.give(4, 8);
        ledger.take(each);
        ledger.give(each, each, each, each);
        ledger.scalar(each);
        ledger.give(each);
        ledger.take(each, each);
        ledger.give(each, each);
        ledger.take(all, 8, 4, n);
        ledger.give(8, 4);
        ledger.take(all);
        ledger.give(n, all, each, all, each, all);
    }
}
