package io.akkord.placement.embedded;

import static io.akkord.placement.embedded.TrunkMemory.numbers;

import io.akkord.placement.model.ModelShape;

/**
 * What attention over equally long rows takes and gives back.
 *
 * <p>Where every head has keys of its own libtorch's fused kernel works on tiles. Where heads share keys it does not, and
 * keys and values are repeated, the mask and the matrix of attention weights written out.
 */
final class AttentionMemory {

    private static final int KEY_TILE = 512;
    private static final int SCALAR = 4;

    private final Ledger ledger;
    private final int headSize;
    private final int heads;
    private final int keyValueHeads;

    AttentionMemory(ModelShape shape, Ledger ledger) {
        this.ledger = ledger;
        this.headSize = shape.headSize();
        this.heads = shape.heads();
        this.keyValueHeads = shape.keyValueHeads();
    }

    boolean isFused() {
        return heads == keyValueHeads;
    }

    private long queries(Batch.Group group) {
        return numbers(group.tokens(), (long) heads * headSize);
    }

    private long keys(Batch.Group group) {
        return numbers(group.tokens(), (long) keyValueHeads * headSize);
    }

    private long weights(Batch.Group group) {
        return numbers(group.tokens() * heads, group.length());
    }

    /** Leaves the result; keeps nothing. */
    void forward(Batch.Group group) {
        if (isFused()) {
            ledger.give(fused(group));
            return;
        }
        long each = queries(group);
        written(group);
        ledger.give(copied(group), each);
        softmax(group);
        ledger.take(each);
        ledger.give(each, each, each, mask(group), weights(group));
        ledger.take(each);
        ledger.give(each);
    }

    /** Leaves the result, and beside it what the way back needs. */
    void record(Batch.Group group) {
        if (isFused()) {
            fused(group);
            return;
        }
        long each = queries(group);
        written(group);
        softmax(group);
        ledger.take(each);
        ledger.give(each, copied(group), mask(group));
        ledger.take(each);
        ledger.give(each);
    }

    /** One token of each row over the columns of a cache, always fused; leaves the result. */
    void recall(long rows, long columns) {
        long sums = numbers(rows, heads);
        ledger.take(numbers(rows, (long) heads * headSize), sums);
        ledger.brief(tile(heads / keyValueHeads, columns));
        ledger.give(sums);
    }

    /** Result and sums; answers how much the sums are. */
    private long fused(Batch.Group group) {
        long sums = numbers(group.tokens(), heads);
        ledger.take(queries(group), sums);
        ledger.brief(tile(group.length(), group.length()));
        return sums;
    }

    /** Scaled queries, the mask, repeated keys and values, scaled keys, and the scores of them all. */
    private void written(Batch.Group group) {
        long each = queries(group);
        long bits = (long) group.length() * group.length();
        ledger.scalar(each);
        ledger.take(bits);
        ledger.brief(bits);
        ledger.take(SCALAR, SCALAR, mask(group));
        ledger.give(SCALAR, SCALAR, bits);
        ledger.take(each, each);
        ledger.scalar(each);
        ledger.take(copied(group), weights(group));
    }

    /** Softmax that is safe where a whole row is masked, for which it looks; the scores are given up. */
    private void softmax(Batch.Group group) {
        ledger.take(weights(group));
        ledger.take(weights(group) / SCALAR, group.tokens() * heads, SCALAR);
        ledger.give(weights(group) / SCALAR, group.tokens() * heads, SCALAR, weights(group));
    }

    private static long mask(Batch.Group group) {
        return numbers(group.length(), group.length());
    }

    /** Several rows are multiplied as one batch of matrices, for which what lies by rows is copied. */
    private long copied(Batch.Group group) {
        return group.rows() > 1 ? queries(group) : 0;
    }

    /**
     * Gradients of queries, keys and values.
     *
     * @param results given up when they have been used: the gradient of the results where this is the last group
     */
    void backward(Batch.Group group, long results) {
        if (isFused()) {
            fusedBackward(group, results);
        } else {
            writtenBackward(group, results);
        }
    }

    private void fusedBackward(Batch.Group group, long results) {
        long part = queries(group);
        long tile = Math.min(group.length(), queryTile(group.length()));
        long weights = numbers(2 * tile, Math.min(group.length(), KEY_TILE));
        ledger.take(part, part, part, weights);
        ledger.brief(numbers(tile, 1));
        ledger.give(weights, results, numbers(group.tokens(), heads), part);
    }

    private void writtenBackward(Batch.Group group, long results) {
        long each = queries(group);
        long weights = weights(group);
        long copied = copied(group);
        ledger.take(copied);
        ledger.give(copied > 0 ? results : 0);
        ledger.take(each, weights);
        ledger.give(copied > 0 ? copied : results, each);
        ledger.take(weights);
        ledger.give(weights, weights);
        ledger.take(each, each);
        ledger.give(weights, each, each);
        for (int repeated = 0; repeated < 2; repeated++) {
            ledger.scalar(each);
            ledger.give(each);
            if (repeated == 0) {
                ledger.take(keys(group));
                ledger.give(each);
                ledger.take(keys(group));
                ledger.give(each);
            }
        }
        ledger.brief(copied);
        ledger.brief(copied > 0 ? keys(group) : 0);
    }

    /** Fused attention's tiles: one of weights, two sums a row, one of results. */
    private long tile(long queries, long keys) {
        long high = Math.min(queries, queryTile(queries));
        return numbers(1, high * Math.min(keys, KEY_TILE) + 2 * high + high * headSize);
    }

    private static long queryTile(long queries) {
        return queries >= 768 ? 256 : queries >= 192 ? 64 : 32;
    }
}
