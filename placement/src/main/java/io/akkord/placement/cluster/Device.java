package io.akkord.placement.cluster;

/**
 * Something that runs one call at a time: a CPU core or an accelerator.
 *
 * @param name unique in its cluster, node first: {@code node0/cpu1}
 * @param kind what it can do
 */
public record Device(String name, DeviceKind kind) {

    /** Whether a plan may swap the two, as far as they themselves go. */
    public boolean isLike(Device other) {
        return kind.equals(other.kind);
    }

    public long memoryBytes() {
        return kind.memoryBytes();
    }
}
