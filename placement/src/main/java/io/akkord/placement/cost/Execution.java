package io.akkord.placement.cost;

/**
 * How a step is run under a layout, beside the layout.
 *
 * @param microBatchRows sequences of one pass through a copy; where responses are written, those written together
 * @param virtualStages chunks of blocks a stage holds (Narayanan et al. 2021, section 2.2); 1 without interleaving
 * @param recompute what training forgets
 * @param software what runs it
 */
public record Execution(int microBatchRows, int virtualStages, Recompute recompute, Software software) {

    public Execution {
        if (microBatchRows < 1 || virtualStages < 1) {
            throw new IllegalArgumentException("micro-batch rows and virtual stages count from one, were "
                    + microBatchRows + " and " + virtualStages);
        }
    }

    /** By today's software, with one chunk a stage. */
    public static Execution of(int microBatchRows, Recompute recompute) {
        return new Execution(microBatchRows, 1, recompute, Software.CURRENT);
    }
}
