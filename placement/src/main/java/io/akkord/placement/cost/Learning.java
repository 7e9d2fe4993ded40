package io.akkord.placement.cost;

import io.akkord.placement.model.Storage;

/** The price of training: micro-batches forward and back, then gradients between the copies, then the optimiser. */
final class Learning {

    private Learning() {}

    static StepPrice price(CutNetwork network, Work.Training work) {
        double sequences = network.share((double) work.sequences() / work.updates());
        int microBatches = network.microBatches(sequences);
        double rows = sequences / microBatches;
        double tokens = rows * work.tokens();
        Recompute recompute = network.execution().recompute();

        SlicePass pass = network.pass();
        Tally forward = pass.block(rows, work.tokens());
        Tally block = pass.blockBack(forward, rows, work.tokens(), recompute).add(forward, 1);
        Tally head = new Tally().add(pass.head(tokens), 3);
        Stages stages = network.stages();
        Tally slowest = stages.slowest(block, head);
        double bubble = stages.bubble(stages.all(block, head).seconds(), slowest.seconds());
        double messages = 2 * stages.messages(microBatches, network.streamBytes(tokens));

        double updates = (double) work.epochs() * work.updates();
        var spending = slowest.spending(
                updates * microBatches,
                updates * messages,
                updates * bubble,
                updates * reduction(network, slowest.seconds()),
                updates * optimizer(network));
        return new StepPrice(spending, new Footprint(network).training(rows, work.tokens(), microBatches));
    }

    /**
     * Gradients to their sum everywhere; or to the part of the optimiser that needs them, and new weights back.
     *
     * @param hiding seconds of a micro-batch, behind which they can hide
     */
    private static double reduction(CutNetwork network, double hiding) {
        if (network.cut().data() == 1) {
            return 0;
        }
        Group data = network.wiring().data();
        double weights = network.slices().parameters();
        Storage storage = network.storage();
        double seconds = network.execution().software().shardedOptimizer()
                ? data.gather(weights * storage.gradientBytes()) + data.gather(weights * storage.weightBytes())
                : data.allReduce(weights * storage.gradientBytes());
        return network.execution().software().overlappedReduction() ? Math.max(0, seconds - hiding) : seconds;
    }

    /** Gradients are read, master copy and moments read and written, weights written. */
    private static double optimizer(CutNetwork network) {
        Storage storage = network.storage();
        double bytes = storage.gradientBytes() + 2.0 * storage.optimizerBytes() + storage.weightBytes();
        double weights = (double) network.slices().parameters()
                / (network.execution().software().shardedOptimizer()
                        ? network.cut().data()
                        : 1);
        var tally = new Tally();
        new Roofline(network.wiring().device(), storage.numbers()).move(tally, weights * bytes);
        return tally.memory;
    }
}
