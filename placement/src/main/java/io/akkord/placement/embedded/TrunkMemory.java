package io.akkord.placement.embedded;

import io.akkord.placement.model.ModelShape;

/**
 * What the decoder's script takes and gives back, operator by operator, in float32.
 *
 * <p>libtorch's interpreter frees a tensor behind its last use, and autograd keeps what the way back needs: so the bytes
 * follow from the script's text. Each method stands for the method of the same name in {@code DecoderScript} and lists
 * results in its order. Exact where every head has keys of its own and rows share no prefix.
 */
final class TrunkMemory {

    private static final int NUMBER = 4;
    private static final int INDEX = 8;

    private final ModelShape shape;
    private final Ledger ledger;
    private final AttentionMemory heads;
    private final long attention;
    private final long rotated;
    private final long projected;

    TrunkMemory(ModelShape shape, Ledger ledger) {
        this.shape = shape;
        this.ledger = ledger;
        this.heads = new AttentionMemory(shape, ledger);
        this.attention = (long) shape.heads() * shape.headSize();
        this.rotated = (long) (shape.heads() + shape.keyValueHeads()) * shape.headSize();
        this.projected = rotated + (long) shape.keyValueHeads() * shape.headSize();
    }

    long stream(long rows) {
        return numbers(rows, shape.hidden());
    }

    static long numbers(long rows, long columns) {
        return NUMBER * rows * columns;
    }

    static long indices(long rows) {
        return INDEX * rows;
    }

    /** Ids, positions and places to read, before a pass. */
    void takeInputs(Batch batch) {
        ledger.take(indices(batch.tokens()), indices(batch.tokens()), indices(batch.reads()));
    }

    /** A pass that keeps nothing but its result and its inputs. */
    void trunk(Batch batch) {
        long n = batch.tokens();
        ledger.take(stream(n), numbers(n, shape.headSize()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            long behind = n;
            attention(batch);
            if (layer == shape.layers() - 1) {
                behind = batch.reads();
                ledger.take(stream(behind));
                ledger.give(stream(n));
            }
            mlp(behind);
        }
        ledger.give(numbers(n, shape.headSize()));
        norm(batch.reads(), true);
        ledger.give(indices(batch.reads()), indices(n), indices(n));
    }

    /** What a norm answers, besides its input unless that is not needed any more. */
    private void norm(long n, boolean last) {
        long each = numbers(n, 1);
        ledger.take(each, each);
        ledger.give(each);
        ledger.scalar(each);
        ledger.give(each);
        ledger.scalar(each);
        ledger.give(each);
        ledger.take(each);
        ledger.give(each);
        ledger.take(stream(n));
        ledger.give(last ? stream(n) : 0, each);
        ledger.take(stream(n));
        ledger.give(stream(n));
    }

    private void attention(Batch batch) {
        long n = batch.tokens();
        norm(n, false);
        ledger.take(numbers(n, projected));
        ledger.give(stream(n));
        ledger.take(numbers(n, rotated));
        for (Batch.Group group : batch.grouped()) {
            heads.forward(group);
        }
        ledger.give(numbers(n, projected), numbers(n, rotated));
        ledger.take(numbers(n, attention));
        ledger.give(numbers(n, attention));
        ledger.take(stream(n));
        ledger.give(numbers(n, attention));
        added(n);
    }

    private void mlp(long n) {
        norm(n, false);
        long gated = numbers(n, shape.intermediate());
        ledger.take(2 * gated);
        ledger.give(stream(n));
        ledger.take(gated, gated);
        ledger.give(gated, 2 * gated);
        ledger.take(stream(n));
        ledger.give(gated);
        added(n);
    }

    /** A block's answer joins the stream. */
    private void added(long n) {
        ledger.take(stream(n));
        ledger.give(stream(n), stream(n));
    }

    /** One token of each row; ids and positions are the caller's. */
    void decode(long rows, long columns) {
        long angles = numbers(rows, shape.headSize());
        ledger.take(stream(rows), angles);
        for (int layer = 0; layer < shape.layers(); layer++) {
            norm(rows, false);
            ledger.take(numbers(rows, projected));
            ledger.give(stream(rows));
            ledger.take(numbers(rows, rotated));
            ledger.give(numbers(rows, projected));
            heads.recall(rows, columns);
            ledger.give(numbers(rows, rotated));
            ledger.take(stream(rows));
            ledger.give(numbers(rows, attention));
            added(rows);
            mlp(rows);
        }
        ledger.give(angles);
        norm(rows, true);
    }
}
