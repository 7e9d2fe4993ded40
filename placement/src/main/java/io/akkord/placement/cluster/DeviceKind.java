package io.akkord.placement.cluster;

import java.util.EnumMap;
import java.util.Map;

/**
 * What every device of one make can do: the numbers of its data sheet, and how near to them it comes.
 *
 * @param name of the make, such as {@code h100-80g}
 * @param flopsPerSecond peak of matrix products by number format, at least one, FLOP/s
 * @param memoryBytes what weights, moments, caches and activations share
 * @param memoryBytesPerSecond peak of reading its own memory
 * @param hostBytesPerSecond between its memory and its host's, one way
 * @param launchSeconds the least time of one operation, however small
 * @param costPerHour of one device, in any currency, at least 0
 * @param efficiency how much of the peaks the operations of a transformer reach
 */
public record DeviceKind(
        String name,
        Map<Precision, Double> flopsPerSecond,
        long memoryBytes,
        double memoryBytesPerSecond,
        double hostBytesPerSecond,
        double launchSeconds,
        double costPerHour,
        Efficiency efficiency) {

    /**
     * What one core sustains on the small matrices of a laptop-sized model, FLOP/s. Where all cores are alike it scales
     * predicted seconds and never decides a plan; {@code calibrate} measures it.
     */
    private static final double CORE_FLOPS_PER_SECOND = 9e10;

    private static final double CORE_BYTES_PER_SECOND = 1.8e10;
    private static final double CORE_LAUNCH_SECONDS = 4e-6;

    /**
     * Checks that each number can be divided by.
     *
     * @throws IllegalArgumentException starting with the component at fault
     */
    public DeviceKind {
        check(!flopsPerSecond.isEmpty(), "flops-per-second must name at least one number format");
        flopsPerSecond = Map.copyOf(new EnumMap<>(flopsPerSecond));
        for (var peak : flopsPerSecond.entrySet()) {
            check(
                    peak.getValue() > 0,
                    "flops-per-second." + peak.getKey().key() + " must be above 0, was " + peak.getValue());
        }
        check(memoryBytes > 0, "memory-bytes must be above 0, was " + memoryBytes);
        check(memoryBytesPerSecond > 0, "memory-bytes-per-second must be above 0, was " + memoryBytesPerSecond);
        check(hostBytesPerSecond > 0, "host-bytes-per-second must be above 0, was " + hostBytesPerSecond);
        check(costPerHour >= 0, "cost-per-hour must be at least 0, was " + costPerHour);
        check(launchSeconds >= 0, "launch-seconds must be at least 0, was " + launchSeconds);
    }

    /** A CPU core that nobody has measured. */
    public static DeviceKind core(long memoryBytes) {
        return new DeviceKind(
                "cpu-core",
                Map.of(Precision.FLOAT32, CORE_FLOPS_PER_SECOND, Precision.FLOAT64, CORE_FLOPS_PER_SECOND / 2),
                memoryBytes,
                CORE_BYTES_PER_SECOND,
                CORE_BYTES_PER_SECOND,
                CORE_LAUNCH_SECONDS,
                Efficiency.WHOLE);
    }

    /** Whether our own runtime computes on it as on a core of the host. */
    public boolean isCore() {
        return name.startsWith("cpu");
    }

    /** A kind whose hours cost as much as any other's. */
    public DeviceKind(
            String name,
            Map<Precision, Double> flopsPerSecond,
            long memoryBytes,
            double memoryBytesPerSecond,
            double hostBytesPerSecond,
            double launchSeconds,
            Efficiency efficiency) {
        this(name, flopsPerSecond, memoryBytes, memoryBytesPerSecond, hostBytesPerSecond, launchSeconds, 1, efficiency);
    }

    /** Peak in a number format; a format that is not listed runs as the next wider one that is. */
    public double flopsPerSecond(Precision precision) {
        for (int wider = precision.ordinal(); wider >= 0; wider--) {
            Double peak = flopsPerSecond.get(Precision.values()[wider]);
            if (peak != null) {
                return peak;
            }
        }
        return flopsPerSecond.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
