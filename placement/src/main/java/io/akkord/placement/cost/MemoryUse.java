package io.akkord.placement.cost;

/**
 * Bytes on the fullest device of a layout, by what they are for.
 *
 * @param weightBytes of the network, a guest's included
 * @param gradientBytes one for each weight that learns
 * @param optimizerBytes master copy and moments
 * @param activationBytes what a pass keeps, or one block's worth where it keeps nothing
 * @param cacheBytes keys and values of the responses being written
 * @param bufferBytes the head's output and what is made of it
 */
public record MemoryUse(
        long weightBytes,
        long gradientBytes,
        long optimizerBytes,
        long activationBytes,
        long cacheBytes,
        long bufferBytes) {

    /** What stays between steps. */
    public long residentBytes() {
        return weightBytes + gradientBytes + optimizerBytes;
    }

    /** What only the running step needs. */
    public long workingBytes() {
        return activationBytes + cacheBytes + bufferBytes;
    }

    public long totalBytes() {
        return residentBytes() + workingBytes();
    }
}
