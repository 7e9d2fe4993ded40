package io.akkord.placement.cost;

/** The price of inference: micro-batches forward through the stages, nothing kept. */
final class Reading {

    private Reading() {}

    static StepPrice price(CutNetwork network, Work.Inference work) {
        double sequences = network.share(work.sequences());
        int microBatches = network.microBatches(sequences);
        double rows = sequences / microBatches;
        SlicePass pass = network.pass();
        Tally block = pass.block(rows, work.tokens());
        Tally head = pass.head(rows * work.tokens());
        Stages stages = network.stages().withoutChunks();
        Tally slowest = stages.slowest(block, head);
        double bubble = stages.bubble(stages.all(block, head).seconds(), slowest.seconds());
        double messages = stages.messages(microBatches, network.streamBytes(rows * work.tokens()));
        var spending = slowest.spending(microBatches, messages, bubble, 0, 0);
        return new StepPrice(spending, new Footprint(network).inference(rows, work.tokens()));
    }
}
