package io.akkord.placement.cost;

/**
 * How much an iteration asks of its networks.
 *
 * @param rows rows of the source column in one iteration
 * @param sequencesPerRow sequences a network reads for a row of the source: 2 for pairs, else 1
 * @param promptTokens of a typical row
 * @param responseTokens of a typical response where the data holds it; where the policy writes it, its limit counts
 * @param generationRows responses decoded together
 * @param microBatchRows rows of one training pass
 */
public record Workload(
        int rows, int sequencesPerRow, int promptTokens, int responseTokens, int generationRows, int microBatchRows) {

    public Workload {
        if (rows < 1 || sequencesPerRow < 1 || generationRows < 1 || microBatchRows < 1) {
            throw new IllegalArgumentException("a workload counts from one: " + rows + " rows of " + sequencesPerRow
                    + " sequences, " + generationRows + " decoded and " + microBatchRows + " trained together");
        }
    }
}
