package io.akkord.policies.generate;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.transformer.PackedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Rows that are decoded together, the longest prompt first.
 *
 * <p>A row that has ended is decoded on and ignored until enough have ended that copying the cache without them pays.
 */
final class DecodingBatch implements AutoCloseable {

    /** Rows are dropped once one in this many has ended; the copy costs about a tenth of what a step saves. */
    private static final int COMPACT_AT = 8;

    private final Blend blend;
    private final Decoder decoder;
    private final Sampling sampling;
    private final RunKey key;
    private final StopRule stop;
    private final List<OpenResponse> responses = new ArrayList<>();

    /** The responses that the rows of the caches write, in the caches' order. */
    private List<OpenResponse> rows;

    /** How many tokens have been drawn for each row. */
    private int position;

    DecodingBatch(
            Blend blend,
            Groups groups,
            Sampler sampler,
            List<Request> requests,
            Sampling sampling,
            RunKey key,
            StopRule stop) {
        this.blend = blend;
        this.sampling = sampling;
        this.key = key;
        this.stop = stop;
        requests.forEach(request -> responses.add(new OpenResponse(request)));
        this.rows = List.copyOf(responses);
        int[] lengths =
                requests.stream().mapToInt(request -> request.prompt().length).toArray();
        int longest = lengths[0];
        int shortest = lengths[lengths.length - 1];
        int capacity = longest + Math.min(sampling.maxTokens(), blend.context() - shortest);
        this.decoder = Decoder.open(blend, groups, sampler, lengths, capacity);
    }

    /** Takes the prompts in, or the tokens that were drawn last. */
    void pass() {
        if (position > 0) {
            decoder.advance(positions());
            return;
        }
        var prompts = new ArrayList<Sequence>();
        rows.forEach(row -> prompts.add(Sequence.of(row.request().prompt(), new int[0])));
        decoder.prefill(PackedRows.prompts(prompts));
    }

    /** Writes down each row's next token. */
    void draw(Cancellation cancel) {
        append(decoder.draw(uniforms(), sampling, cancel));
        position++;
        compact();
    }

    boolean hasEnded() {
        return rows.isEmpty();
    }

    /** The responses of an ended batch, in the order of the requests. */
    List<Completion> completions() {
        return responses.stream().map(OpenResponse::completion).toList();
    }

    private void append(Decoder.Drawn drawn) {
        for (int i = 0; i < rows.size(); i++) {
            OpenResponse row = rows.get(i);
            if (row.isOpen()) {
                int token = (int) drawn.ids()[i];
                int most = Math.min(
                        sampling.maxTokens(), blend.context() - row.request().prompt().length);
                row.append(token, number(drawn.logprobs()[i]), most, blend.ends(token), stop);
            }
        }
    }

    private static double number(double logprob) {
        if (Double.isNaN(logprob)) {
            throw new UserError("the model gives its next token no probability but NaN:"
                    + " its weights have diverged, or its files hold NaN or infinity");
        }
        return logprob;
    }

    private double[] uniforms() {
        return sampling.isGreedy()
                ? new double[0]
                : rows.stream()
                        .map(OpenResponse::request)
                        .mapToDouble(row -> Philox.uniform(key, row.promptIndex(), row.sample(), position))
                        .toArray();
    }

    /** Positions of the tokens that were just sampled; a row that has ended stays inside the context. */
    private long[] positions() {
        long last = blend.context() - 1L;
        return rows.stream()
                .mapToLong(row -> Math.min(last, row.request().prompt().length + position - 1L))
                .toArray();
    }

    /** Drops ended rows where that pays. */
    private void compact() {
        long[] open = LongStream.range(0, rows.size())
                .filter(i -> rows.get((int) i).isOpen())
                .toArray();
        int ended = rows.size() - open.length;
        if (open.length > 0 && ended * COMPACT_AT < rows.size()) {
            return;
        }
        rows = LongStream.of(open).mapToObj(i -> rows.get((int) i)).toList();
        if (!rows.isEmpty()) {
            decoder.compact(open);
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
