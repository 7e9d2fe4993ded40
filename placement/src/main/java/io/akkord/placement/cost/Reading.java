package io.akkord.placement.cost;

/** The price of inference: micro-batches forward through the stages, nothing kept. */
final class Reading {

    private Reading() {}

    static StepPrice price(Call call, Work.Inference work) {
        double sequences = call.share(work.sequences());
        int microBatches = call.microBatches(sequences);
        double rows = sequences / microBatches;
        SlicePass pass = call.pass();
        Tally block = pass.block(rows, work.tokens());
        Tally head = pass.head(rows * work.tokens());
        Stages stages = call.stages().withoutChunks();
        Tally slowest = stages.slowest(block, head);
        double bubble = stages.bubble(stages.all(block, head).seconds(), slowest.seconds());
        double messages = stages.messages(microBatches, call.streamBytes(rows * work.tokens()));
        var spending = slowest.spending(microBatches, messages, bubble, 0, 0);
        return new StepPrice(spending, new Footprint(call).inference(rows, work.tokens()));
    }
}
