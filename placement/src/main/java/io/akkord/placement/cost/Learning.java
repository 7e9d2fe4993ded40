package io.akkord.placement.cost;

import io.akkord.placement.model.Storage;

/** The price of training: micro-batches forward and back, then gradients between the copies, then the optimiser. */
final class Learning {

    private Learning() {}

    static StepPrice price(Call call, Work.Training work) {
        double sequences = call.share((double) work.sequences() / work.updates());
        int microBatches = call.microBatches(sequences);
        double rows = sequences / microBatches;
        double tokens = rows * work.tokens();
        Recompute recompute = call.execution().recompute();

        SlicePass pass = call.pass();
        Tally forward = pass.block(rows, work.tokens());
        Tally block = pass.blockBack(forward, rows, work.tokens(), recompute).add(forward, 1);
        Tally head = new Tally().add(pass.head(tokens), 3);
        Stages stages = call.stages();
        Tally slowest = stages.slowest(block, head);
        double bubble = stages.bubble(stages.all(block, head).seconds(), slowest.seconds());
        double messages = 2 * stages.messages(microBatches, call.streamBytes(tokens));

        double updates = (double) work.epochs() * work.updates();
        var spending = slowest.spending(
                updates * microBatches,
                updates * messages,
                updates * bubble,
                updates * reduction(call, slowest.seconds()),
                updates * optimizer(call));
        return new StepPrice(spending, new Footprint(call).training(rows, work.tokens(), microBatches));
    }

    /**
     * Gradients to their sum everywhere; or to the part of the optimiser that needs them, and new weights back.
     *
     * @param hiding seconds of a micro-batch, behind which they can hide
     */
    private static double reduction(Call call, double hiding) {
        if (call.cut().data() == 1) {
            return 0;
        }
        Group data = call.wiring().data();
        double weights = call.slices().parameters();
        Storage storage = call.storage();
        double seconds = call.execution().software().shardedOptimizer()
                ? data.gather(weights * storage.gradientBytes()) + data.gather(weights * storage.weightBytes())
                : data.allReduce(weights * storage.gradientBytes());
        return call.execution().software().overlappedReduction() ? Math.max(0, seconds - hiding) : seconds;
    }

    /** Gradients are read, master copy and moments read and written, weights written. */
    private static double optimizer(Call call) {
        Storage storage = call.storage();
        double bytes = storage.gradientBytes() + 2.0 * storage.optimizerBytes() + storage.weightBytes();
        double weights = (double) call.slices().parameters()
                / (call.execution().software().shardedOptimizer() ? call.cut().data() : 1);
        var tally = new Tally();
        new Roofline(call.wiring().device(), storage.numbers()).move(tally, weights * bytes);
        return tally.memory;
    }
}
