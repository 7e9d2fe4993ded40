package io.akkord.placement.embedded;

import static io.akkord.placement.embedded.TrunkMemory.indices;
import static io.akkord.placement.embedded.TrunkMemory.numbers;

import io.akkord.algorithms.objective.Output;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.model.ModelShape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Bytes that tensors hold while our own runtime performs a call in float32, and the most of them at once.
 *
 * <p>Counted are the bytes that tensors ask for, before the allocator aligns them; what MKL keeps for itself and the Java
 * heap, where published weights lie, are not. Equal to the byte where rows share no prefix and sampling is plain; a
 * shared prefix makes a pass smaller, sampling from the likeliest tokens alone or taking the likeliest makes a draw larger.
 */
public final class CallMemory implements CallBytes {

    /** AdamW counts its updates in a number for each tensor. */
    private static final int COUNTER_BYTES = 4;

    private static final int COMPACT_AT = 8;
    private static final int SCALAR_BYTES = 8;
    private static final int WIDE_BYTES = 8;

    private final Part part;
    private final ModelShape shape;
    private final int context;

    /**
     * Of a network.
     *
     * @param context most tokens of a sequence, for which rotary angles are kept
     */
    public CallMemory(ModelShape shape, int context) {
        this(Part.whole(shape), context);
    }

    /** Of what one rank holds of a network. */
    CallMemory(Part part, int context) {
        this.part = part;
        this.shape = part.shape();
        this.context = context;
    }

    private long weights() {
        return numbers(part.parameters(), 1);
    }

    private long angles() {
        return numbers(context, shape.headSize());
    }

    /** Device tensors: query, key and value lie in one, and so do gate and up. */
    private long tensors() {
        return (part.first() ? 1 : 0) + 6L * shape.layers() + (!part.last() ? 0 : part.ownsHead() ? 2 : 1);
    }

    private MemoryUse use(boolean trained, long cache, long working) {
        return new MemoryUse(
                weights(),
                trained ? weights() : 0,
                trained ? 2 * weights() + COUNTER_BYTES * tensors() : 0,
                working - cache,
                cache,
                angles());
    }

    /**
     * Log-probs, values or scores.
     *
     * @param trained whether the network has an optimiser too
     * @param together most sequences in one pass
     */
    @Override
    public MemoryUse infer(SequenceLengths lengths, Output output, int together, boolean trained) {
        int[] order = lengths.longestFirst();
        long most = 0;
        for (int start = 0; start < order.length; start += together) {
            Batch batch = batch(lengths, output, order, start, together);
            var ledger = new Ledger();
            var head = new HeadMemory(shape, ledger);
            var trunk = new TrunkMemory(shape, ledger);
            trunk.takeInputs(batch);
            trunk.trunk(batch);
            if (part.last() && shape.scalar()) {
                head.numbersOf(batch.reads());
            } else if (part.last()) {
                head.logprobs(batch.reads(), false);
            }
            most = Math.max(most, ledger.peak());
        }
        return use(trained, 0, most);
    }

    /**
     * One update over these sequences in their order.
     *
     * @param together most sequences in one pass
     * @param entropyBonus whether the loss has a term in the entropy
     */
    @Override
    public MemoryUse train(SequenceLengths lengths, Output output, int together, boolean entropyBonus) {
        int[] order = IntStream.range(0, lengths.size()).toArray();
        long most = optimizing();
        for (int start = 0; start < order.length; start += together) {
            Batch batch = batch(lengths, output, order, start, together);
            var ledger = new Ledger();
            var head = new HeadMemory(shape, ledger);
            var taped = new TapedMemory(shape, ledger);
            taped.forward(batch);
            if (part.last() && shape.scalar()) {
                head.numbersOf(batch.reads());
                head.differentiateNumbers(batch.reads());
            } else if (part.last()) {
                head.logprobs(batch.reads(), true);
                head.differentiate(batch.reads(), entropyBonus);
            }
            taped.backward(batch, part.last() && !shape.scalar());
            most = Math.max(most, ledger.peak());
        }
        return use(true, 0, most);
    }

    private Batch batch(SequenceLengths lengths, Output output, int[] order, int start, int together) {
        Batch batch = Batch.of(lengths, output, order, start, together);
        return part.last() ? batch : batch.throughout();
    }

    /** The norm of the gradients is summed in float64, one tensor after another. */
    private long optimizing() {
        long largest = Math.max(
                shape.vocabulary(),
                Math.max(2 * shape.intermediate(), (shape.heads() + 2 * shape.keyValueHeads()) * shape.headSize()));
        return SCALAR_BYTES + 2 * numbers(largest, shape.hidden());
    }

    /**
     * Responses to prompts.
     *
     * @param limit most tokens of a response
     * @param together most rows decoded at once
     * @param trained whether the network has an optimiser too
     */
    @Override
    public MemoryUse generate(SequenceLengths lengths, int limit, int together, boolean trained) {
        int[] order = IntStream.range(0, lengths.size())
                .boxed()
                .sorted((a, b) -> lengths.prompt(b) - lengths.prompt(a))
                .mapToInt(Integer::intValue)
                .toArray();
        long most = 0;
        long cache = 0;
        for (int start = 0; start < order.length; start += together) {
            int[] rows = Arrays.copyOfRange(order, start, Math.min(order.length, start + together));
            int[] prompts = Arrays.stream(rows).map(lengths::prompt).toArray();
            int[] responses =
                    Arrays.stream(rows).map(lengths::response).sorted().toArray();
            int shortest = prompts[prompts.length - 1];
            int capacity = prompts[0] + Math.min(limit, context - shortest);
            var ledger = new Ledger();
            long cached = cached(rows.length, capacity, shortest < prompts[0]);
            ledger.take(cached);
            new Decoding(ledger, prompts[0], capacity, shortest < prompts[0]).run(prompts, responses);
            if (ledger.peak() > most) {
                most = ledger.peak();
                cache = cached;
            }
        }
        return use(trained, cache, most);
    }

    private long cached(long rows, long columns, boolean gaps) {
        long each = numbers(rows * columns, (long) shape.keyValueHeads() * shape.headSize());
        return 2 * shape.layers() * each + (gaps ? numbers(rows, columns) : 0);
    }

    /** One batch that is decoded to its end. */
    private final class Decoding {

        private final Ledger ledger;
        private final TrunkMemory trunk;
        private final HeadMemory head;
        private final int prompt;
        private final int capacity;
        private final boolean gaps;

        private Decoding(Ledger ledger, int prompt, int capacity, boolean gaps) {
            this.ledger = ledger;
            this.trunk = new TrunkMemory(shape, ledger);
            this.head = new HeadMemory(shape, ledger);
            this.prompt = prompt;
            this.capacity = capacity;
            this.gaps = gaps;
        }

        private void run(int[] prompts, int[] responses) {
            int rows = prompts.length;
            var batch = new Batch(
                    prompts, part.last() ? rows : Arrays.stream(prompts).sum(), 1);
            trunk.takeInputs(batch);
            trunk.trunk(batch);
            int ended = 0;
            for (int written = 1; ; written++) {
                int before = rows;
                ledger.take(indices(rows));
                if (part.last()) {
                    head.draw(rows);
                } else {
                    ledger.take(indices(rows), WIDE_BYTES * rows);
                }
                while (ended < responses.length && responses[ended] <= written) {
                    ended++;
                }
                int open = responses.length - ended;
                if (open == 0) {
                    return;
                }
                long ids = 0;
                if ((rows - open) * COMPACT_AT >= rows) {
                    compact(rows, open, prompt + written - 1);
                    rows = open;
                    ids = indices(rows);
                    ledger.take(ids);
                }
                ledger.take(indices(rows));
                trunk.decode(rows, prompt + written);
                ledger.give(indices(rows), ids, 3 * indices(before), trunk.stream(before));
            }
        }

        private void compact(long rows, long open, long columns) {
            ledger.take(indices(open));
            long kept = numbers(open * capacity, (long) shape.keyValueHeads() * shape.headSize());
            for (int tensor = 0; tensor < 2 * shape.layers(); tensor++) {
                ledger.take(kept);
                ledger.brief(numbers(open * columns, (long) shape.keyValueHeads() * shape.headSize()));
            }
            ledger.take(gaps ? numbers(open, capacity) : 0);
            ledger.give(cached(rows, capacity, gaps), indices(open));
        }
    }
}
