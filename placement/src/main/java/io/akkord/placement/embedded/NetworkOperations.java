package io.akkord.placement.embedded;

import io.akkord.placement.model.ModelShape;

/**
 * The operations of the decoder's script and of its heads, pass by pass, as {@code policies.transformer} runs them.
 *
 * <p>Counts of operators are those of the scripts' text, views included.
 */
final class NetworkOperations {

    /** Operators of a block beside its products: two norms of seven, rotation, views, activation, two additions. */
    private static final int BLOCK_OPERATORS = 34;

    /** The same when one token of each row is decoded. */
    private static final int DECODED_BLOCK_OPERATORS = 50;

    /** Operators of attention for each group of equally long rows, and for each group whose heads share keys. */
    private static final int GROUP_OPERATORS = 12;

    private static final int SHARED_KEY_OPERATORS = 10;

    /** Widths of the stream that pass through a block's norms and additions: two norms of three, two additions. */
    private static final int STREAM_PASSES = 8;

    /** The rotation of queries and keys and what is copied on its way. */
    private static final int ROTATION_PASSES = 4;

    private static final int NORM_OPERATORS = 7;

    private static final int NUMBER_BYTES = 4;

    /** What slices tell each other of a place that is read: maximum, sum, the target's logit, in float64. */
    private static final int SHARE_BYTES = 24;

    /** An id and its log-prob. */
    private static final int DRAWN_BYTES = 16;

    /** Beyond this vocabulary the sampler sums blocks instead of single tokens. */
    private static final int WIDE_VOCABULARY = 16 * 256;

    private final Part part;
    private final Exchanges exchanges;
    private final ModelShape shape;
    private final int attention;
    private final int projected;

    /** A whole network. */
    NetworkOperations(ModelShape shape) {
        this(Part.whole(shape), Exchanges.NONE);
    }

    /** What one rank of a cut network does. */
    NetworkOperations(Part part, Exchanges exchanges) {
        this.part = part;
        this.exchanges = exchanges;
        this.shape = part.shape();
        this.attention = shape.heads() * shape.headSize();
        this.projected = (shape.heads() + 2 * shape.keyValueHeads()) * shape.headSize();
    }

    /** From token ids to normalised hidden states: prefill, inference and the way forward of training. */
    Operations trunk(Batch batch) {
        var all = new Operations();
        double taken = batch.taken();
        double read = part.last() ? batch.reads() : taken;
        all.calls(calls());
        all.operators(4 + NORM_OPERATORS);
        all.elements(taken * shape.hidden() + 3.0 * read * shape.hidden());
        all.exchange(entry(taken));
        for (int layer = 0; layer < shape.layers(); layer++) {
            all.add(block(batch, layer == shape.layers() - 1 ? read : taken));
        }
        return all;
    }

    /** A cut network is run half a block at a time, since its slices add up what each half answers. */
    private double calls() {
        return part.isWhole() ? 1 : 2.0 * shape.layers() + 2;
    }

    /** Seconds until so many tokens' stream is there: looked up in slices of the vocabulary, or from the stage before. */
    private double entry(double tokens) {
        return part.first() ? exchanges.sum(stream(tokens)) : exchanges.hop(stream(tokens));
    }

    private double stream(double tokens) {
        return NUMBER_BYTES * tokens * shape.hidden();
    }

    /** One block; behind its attention the last one goes on with those tokens alone that are read. */
    private Operations block(Batch batch, double behind) {
        var all = new Operations();
        double taken = batch.taken();
        all.product(taken, shape.hidden(), projected);
        all.product(taken, attention, shape.hidden());
        feedForward(all, behind);
        all.elements(STREAM_PASSES / 2.0 * shape.hidden() * (taken + behind));
        all.elements(taken
                * ((double) ROTATION_PASSES * (projected - shape.keyValueHeads() * shape.headSize()) + attention));
        all.operators(BLOCK_OPERATORS + GROUP_OPERATORS * batch.groups());
        for (int length : batch.lengths()) {
            all.attend(shape.heads(), shape.headSize(), length);
            if (shape.heads() != shape.keyValueHeads()) {
                // Heads that share keys are attended the plain way: the matrix of weights is written out.
                all.elements(6.0 * shape.heads() * length * length);
                all.exponentials((double) shape.heads() * length * length);
            }
        }
        if (shape.heads() != shape.keyValueHeads()) {
            all.operators(SHARED_KEY_OPERATORS * batch.groups());
        }
        if (taken < batch.tokens()) {
            all.elements(batch.tokens() * (double) projected + taken * attention);
        }
        all.exchange(exchanges.sum(stream(taken)) + exchanges.sum(stream(behind)));
        return all;
    }

    private void feedForward(Operations all, double rows) {
        all.product(rows, shape.hidden(), 2 * shape.intermediate());
        all.product(rows, shape.intermediate(), shape.hidden());
        all.exponentials(rows * shape.intermediate());
        all.elements(2.0 * rows * shape.intermediate());
    }

    /** One more token for each of {@code rows}, which have {@code columns} in their cache. */
    Operations decode(double rows, double columns) {
        var block = new Operations();
        block.product(rows, shape.hidden(), projected);
        block.product(rows, attention, shape.hidden());
        feedForward(block, rows);
        block.elements(rows
                * ((double) STREAM_PASSES * shape.hidden()
                        + ROTATION_PASSES * (projected - shape.keyValueHeads() * shape.headSize())
                        + 2 * shape.keyValueHeads() * shape.headSize()));
        block.attendCached(rows, shape.keyValueHeads(), shape.headSize(), columns);
        block.operators(DECODED_BLOCK_OPERATORS);
        block.exchange(2 * exchanges.sum(stream(rows)));
        var all = new Operations();
        all.add(block, shape.layers());
        all.operators(10);
        all.calls(calls());
        all.exchange(entry(rows));
        return all;
    }

    /** Drawing the next token of each row: logits, softmax, a cumulative sum; one slice draws and tells all the others. */
    Operations draw(double rows) {
        var all = new Operations();
        double numbers = rows * part.vocabulary();
        all.product(rows, shape.hidden(), shape.vocabulary());
        all.exponentials(numbers);
        all.exchange(exchanges.gather(NUMBER_BYTES * numbers) + exchanges.answer(DRAWN_BYTES * rows));
        if (part.vocabulary() > WIDE_VOCABULARY) {
            all.elements(3 * numbers);
        } else {
            all.sums(numbers);
        }
        all.operators(15);
        all.calls(3);
        all.tokens(rows);
        return all;
    }

    /** Copying the cache without the rows that have ended. */
    Operations compact(double kept, double columns) {
        var all = new Operations();
        all.cached(2.0 * shape.layers() * kept * shape.keyValueHeads() * shape.headSize() * columns);
        all.operators(8.0 * shape.layers());
        all.calls(2.0 * shape.layers());
        return all;
    }

    /** What is read of the hidden states: log-probs, or numbers of a scalar head. */
    Operations head(double reads) {
        var all = new Operations();
        if (shape.scalar()) {
            all.elements(reads * shape.hidden());
            all.operators(3);
        } else {
            all.product(reads, shape.hidden(), shape.vocabulary());
            all.exponentials(reads * shape.vocabulary());
            all.operators(6);
            all.exchange(exchanges.gather(SHARE_BYTES * reads));
        }
        all.calls(1);
        return all;
    }

    /** Forward and back, and the gradient added to the sums. */
    Operations trained(Batch batch) {
        Operations forward = trunk(batch);
        var all = new Operations();
        all.add(forward);
        all.addBackward(forward);
        all.elements(part.parameters() + (part.first() ? (double) shape.vocabulary() * shape.hidden() : 0));
        all.tokens(2.0 * batch.tokens());
        all.calls(3);
        if (part.last() && !shape.scalar()) {
            // The head's gradient is written out: softmax again, and two products.
            for (int product = 0; product < 3; product++) {
                all.product(batch.reads(), shape.hidden(), shape.vocabulary());
            }
            double numbers = (double) batch.reads() * shape.vocabulary();
            all.exponentials(2 * numbers);
            all.elements(4 * numbers);
            all.operators(17);
            all.exchange(exchanges.gather(SHARE_BYTES * batch.reads()) + exchanges.sum(stream(batch.reads())));
        }
        return all;
    }

    /** The way forward again, from the inputs of half blocks, which were kept: nothing is exchanged. */
    Operations recomputed(Batch batch) {
        var all = trunk(batch);
        all.exchange(-all.exchangeSeconds());
        return all;
    }

    /** An optimiser step, shared out among so many copies. */
    Operations updated(int copies) {
        var all = new Operations();
        all.updates((double) part.parameters() / copies);
        return all;
    }

    /** Weights and moments copied to the host, as they are published behind each training. */
    Operations published() {
        var all = new Operations();
        all.copied(3.0 * part.parameters());
        return all;
    }
}
