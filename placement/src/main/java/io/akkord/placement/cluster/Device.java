package io.akkord.placement.cluster;

/**
 * Something that runs one call at a time: a CPU core or an accelerator.
 *
 * @param name unique in its cluster, node first: {@code node0/cpu1}
 * @param flopsPerSecond sustained in the matrix products of a transformer, not the data sheet's peak
 * @param memoryBytes what weights, moments, caches and activations share
 */
public record Device(String name, double flopsPerSecond, long memoryBytes) {

    public Device {
        if (!(flopsPerSecond > 0) || memoryBytes <= 0) {
            throw new IllegalArgumentException("device " + name + " needs a speed and a memory, has " + flopsPerSecond
                    + " FLOP/s and " + memoryBytes + " bytes");
        }
    }

    /** Whether a plan may swap the two without a difference. */
    public boolean isLike(Device other) {
        return flopsPerSecond == other.flopsPerSecond && memoryBytes == other.memoryBytes;
    }
}
