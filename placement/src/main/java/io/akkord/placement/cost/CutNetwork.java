package io.akkord.placement.cost;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;

/** A network under a layout, as the three kinds of work find it. */
record CutNetwork(ModelShape shape, Parallelism cut, Wiring wiring, Storage storage, Execution execution) {

    Slices slices() {
        return Slices.of(shape, cut);
    }

    /** Another network on the same devices, cut in the same way. */
    CutNetwork of(ModelShape other) {
        return new CutNetwork(other, cut, wiring, storage, execution);
    }

    SlicePass pass() {
        return new SlicePass(slices(), wiring, storage.numbers(), execution);
    }

    Stages stages() {
        return new Stages(slices(), cut, execution.virtualStages(), wiring.hop());
    }

    /** Bytes of the stream of so many tokens. */
    double streamBytes(double tokens) {
        return tokens * shape.hidden() * storage.weightBytes();
    }

    /** Sequences of the copy that has most of so many. */
    double share(double sequences) {
        return Math.ceil(sequences / cut.data() - 1e-9);
    }

    /** Passes that a copy takes for so many of its sequences. */
    int microBatches(double sequences) {
        return (int) Math.max(1, Math.ceil(sequences / execution.microBatchRows() - 1e-9));
    }
}
