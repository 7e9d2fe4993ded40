package io.akkord.placement.cost;

import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Parallelism;

/**
 * Micro-batches that walk through the stages of a pipeline, one behind the other.
 *
 * <p>The stage with the most to do sets the pace, and the first micro-batch must reach it and the last one leave it: with
 * {@code m} micro-batches a walk takes {@code m} times the slowest stage, and once all the others. With equal stages that
 * is the bubble of {@code (p - 1) / m} of GPipe (Huang et al. 2019) and 1F1B alike; with {@code v} chunks a stage, the others
 * are filled and drained in a {@code v}-th of the time (Narayanan et al. 2021, section 2.2).
 *
 * @param cut how the network is cut
 * @param virtualStages chunks of a stage
 * @param hop between neighbours
 */
record Stages(Slices slices, Parallelism cut, int virtualStages, Link hop) {

    /** The same stages where nothing comes back: chunks would only cost messages. */
    Stages withoutChunks() {
        return new Stages(slices, cut, 1, hop);
    }

    /** What the slowest stage does for a micro-batch, given a block and the head. */
    Tally slowest(Tally block, Tally head) {
        int most = slices.mostBlocks();
        int last = slices.lastBlocks();
        boolean headDecides = last * block.seconds() + head.seconds() >= most * block.seconds();
        return headDecides ? new Tally().add(block, last).add(head, 1) : new Tally().add(block, most);
    }

    /** What all stages do for a micro-batch. */
    Tally all(Tally block, Tally head) {
        return new Tally().add(block, slices.shape().layers()).add(head, 1);
    }

    /** Seconds that the slowest stage waits for the others. */
    double bubble(double allSeconds, double slowestSeconds) {
        return Math.max(0, allSeconds - slowestSeconds) / virtualStages;
    }

    /**
     * Seconds of messages in a walk one way: each micro-batch is received once a chunk, and the first one passes all stages.
     *
     * @param bytes of a micro-batch between two stages; a slice sends its share of them
     */
    double messages(double microBatches, double bytes) {
        int stages = cut.pipeline();
        if (stages == 1) {
            return 0;
        }
        double one = hop.seconds(bytes / cut.tensor());
        return one * (microBatches * virtualStages + stages - 2);
    }

    /** Seconds of the messages of one micro-batch around all stages, the last one's to the first included. */
    double walk(double bytes) {
        int stages = cut.pipeline();
        return stages == 1 ? 0 : stages * hop.seconds(bytes / cut.tensor());
    }
}
