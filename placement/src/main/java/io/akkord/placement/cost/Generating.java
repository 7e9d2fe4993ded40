package io.akkord.placement.cost;

import io.akkord.placement.model.ModelShape;

/**
 * The price of generation: prompts are read, then responses grow by a token a walk while the cache grows and the batch
 * shrinks.
 *
 * <p>In a pipeline a copy's responses are split into as many groups as there are stages, which follow each other around:
 * in one walk every group gets a token. A walk costs what all stages do for a group, one after the other, so stages save
 * no time by themselves; they only make groups small.
 *
 * <p>Walks are summed in at most {@link #SEGMENTS} parts, each at the mean number of responses that are still alive in it.
 * Where that is less than one, a walk happens with the probability that any is.
 */
final class Generating {

    /** Parts of a response; a walk's price bends only where it stops to be bound by launches. */
    private static final int SEGMENTS = 32;

    private final Work.Generation work;
    private final int waves;
    private final double rows;
    private final int groups;
    private final Tally spent = new Tally();
    private double bubble;
    private double messages;

    private Generating(CutNetwork network, Work.Generation work) {
        this.work = work;
        double sequences = network.share(work.sequences());
        this.waves = network.microBatches(sequences);
        this.rows = sequences / waves;
        this.groups = (int) Math.max(1, Math.min(network.cut().pipeline(), rows));
    }

    static StepPrice price(CutNetwork network, Work.Generation work) {
        var generating = new Generating(network, work);
        generating.write(network);
        for (ModelShape guest : work.guests()) {
            generating.write(network.of(guest));
        }
        var spending = generating.spent.spending(
                generating.waves, generating.waves * generating.messages, generating.waves * generating.bubble, 0, 0);
        return new StepPrice(spending, new Footprint(network).generation(generating.rows, generating.groups, work));
    }

    private void write(CutNetwork network) {
        SlicePass pass = network.pass();
        Stages stages = network.stages().withoutChunks();
        prefill(network, pass, stages);
        int steps = work.limit() - 1;
        int segments = Math.min(steps, SEGMENTS);
        double before = work.lengths().mean(1);
        for (int segment = 1; segment <= segments; segment++) {
            int from = 1 + (int) ((long) steps * (segment - 1) / segments);
            int to = 1 + (int) ((long) steps * segment / segments);
            double upTo = work.lengths().mean(to);
            double share = (upTo - before) / (to - from);
            before = upTo;
            decode(network, pass, stages, to - from, share, work.promptTokens() + (from + to) / 2.0);
        }
    }

    private void prefill(CutNetwork network, SlicePass pass, Stages stages) {
        double each = rows / groups;
        Tally block = pass.block(each, work.promptTokens());
        Tally head = pass.head(each);
        Tally slowest = stages.slowest(block, head);
        spent.add(slowest, groups);
        bubble += stages.bubble(stages.all(block, head).seconds(), slowest.seconds());
        messages += stages.messages(groups, network.streamBytes(each * work.promptTokens()));
    }

    private void decode(CutNetwork network, SlicePass pass, Stages stages, int steps, double share, double cached) {
        double any = 1 - Math.pow(1 - Math.min(1, share), rows);
        if (!(any > 0)) {
            return;
        }
        double each = rows * share / any / groups;
        Tally block = pass.decodeBlock(each, cached);
        Tally head = pass.head(each);
        Tally all = stages.all(block, head);
        double pace = groups * stages.slowest(block, head).seconds();
        spent.add(all, steps * any);
        bubble += steps * any * Math.max(0, pace - all.seconds());
        messages += steps * any * stages.walk(network.streamBytes(each));
    }
}
