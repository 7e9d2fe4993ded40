package io.akkord.placement.embedded;

import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.placement.cost.Spending;
import io.akkord.placement.model.ModelShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Seconds of a call of our own runtime on one core: the operations that {@code policies} runs for it, priced one by one.
 *
 * <p>Generation is walked step by step over the lengths, since ended rows are dropped in the same way; inference meets
 * rows sorted by length and training in their own order, since attention is called once for each length in a batch.
 */
public final class CallTimes implements CallSeconds {

    /** Rows of a decoding batch are dropped once one in this many has ended. */
    private static final int COMPACT_AT = 8;

    private final CoreSpeed core;

    public CallTimes(CoreSpeed core) {
        this.core = core;
    }

    /**
     * Responses to prompts.
     *
     * @param together most rows decoded at once
     */
    @Override
    public double generate(ModelShape shape, SequenceLengths lengths, int together) {
        return core.seconds(written(List.of(new NetworkOperations(shape)), lengths, together));
    }

    /** All operations of writing responses, where a token passes the stages of a network one after the other. */
    static Operations written(List<NetworkOperations> stages, SequenceLengths lengths, int together) {
        int[] order = IntStream.range(0, lengths.size())
                .boxed()
                .sorted((a, b) -> lengths.prompt(b) - lengths.prompt(a))
                .mapToInt(Integer::intValue)
                .toArray();
        var all = new Operations();
        for (int start = 0; start < order.length; start += together) {
            int[] rows = Arrays.copyOfRange(order, start, Math.min(order.length, start + together));
            int[] prompts = Arrays.stream(rows).map(lengths::prompt).toArray();
            int[] responses =
                    Arrays.stream(rows).map(lengths::response).sorted().toArray();
            var batch = new Batch(prompts, rows.length, lengths.distinct());
            stages.forEach(stage -> all.add(stage.trunk(batch)));
            decode(all, stages, prompts[0], responses);
        }
        return all;
    }

    /** Decodes rows with {@code responses} tokens, ascending. */
    private static void decode(Operations all, List<NetworkOperations> stages, int prompt, int[] responses) {
        int rows = responses.length;
        int ended = 0;
        for (int written = 1; ; written++) {
            all.add(stages.getLast().draw(rows));
            while (ended < responses.length && responses[ended] <= written) {
                ended++;
            }
            int open = responses.length - ended;
            if (open == 0) {
                return;
            }
            if ((rows - open) * COMPACT_AT >= rows) {
                for (NetworkOperations stage : stages) {
                    all.add(stage.compact(open, prompt + written - 1.0));
                }
                rows = open;
            }
            for (NetworkOperations stage : stages) {
                all.add(stage.decode(rows, prompt + written));
            }
        }
    }

    /**
     * Log-probs, values or scores of sequences.
     *
     * @param together most sequences in one pass
     */
    @Override
    public double infer(ModelShape shape, SequenceLengths lengths, Output output, int together) {
        var all = new Operations();
        inferred(all, new NetworkOperations(shape), lengths, output, together);
        return core.seconds(all);
    }

    private static void inferred(
            Operations all, NetworkOperations network, SequenceLengths lengths, Output output, int together) {
        int[] order = lengths.longestFirst();
        for (int start = 0; start < order.length; start += together) {
            Batch batch = Batch.of(lengths, output, order, start, together);
            all.add(network.trunk(batch));
            all.add(network.head(batch.reads()));
            all.tokens(batch.tokens());
        }
    }

    /**
     * Updates of a network, and the publication of what it learnt.
     *
     * @param passes walks over all sequences, and updates in each
     * @param together most sequences in one pass
     * @param detached whether a pass without gradient comes before each update
     */
    @Override
    public double train(
            ModelShape shape, SequenceLengths lengths, Output output, Passes passes, int together, boolean detached) {
        var network = new NetworkOperations(shape);
        int[] order = IntStream.range(0, lengths.size()).toArray();
        var walk = new Operations();
        for (int update = 0; update < passes.updates(); update++) {
            int from = (int) ((long) order.length * update / passes.updates());
            int to = (int) ((long) order.length * (update + 1) / passes.updates());
            int[] rows = Arrays.copyOfRange(order, from, to);
            for (int start = 0; start < rows.length; start += together) {
                walk.add(network.trained(Batch.of(lengths, output, rows, start, together)));
            }
            walk.add(network.updated(1));
        }
        if (detached) {
            inferred(walk, network, lengths, output, together);
        }
        var all = network.published();
        all.add(walk, passes.epochs());
        return core.seconds(all);
    }

    /** A core waits for nobody. */
    @Override
    public Spending spending(ToDoubleFunction<CallSeconds> call) {
        return new Spending(call.applyAsDouble(this), 0, 0, 0, 0, 0, 0, 0);
    }
}
