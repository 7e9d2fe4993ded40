package io.akkord.placement.embedded;

import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Precision;

/**
 * What our runtime gets out of a core, by the kind of operation.
 *
 * <p>Three figures are of the machine, and {@code calibrate} measures them: the pace of large matrix products, of memory,
 * and the time of a native call. All others are of libtorch's CPU kernels and stand in a fixed relation to these: they
 * scale with the clock and the width of the vector units as products do, or with the launch of an operator. The relations
 * were fitted once, on an idle machine, to 45 calls of nine workloads of 0.1 to 15 million parameters (mean error 6 %,
 * largest 17 %).
 *
 * @param flopSeconds one of the two FLOP of a product
 * @param byteSeconds reading a byte that no cache holds
 * @param launchSeconds a native call
 */
public record CoreSpeed(double flopSeconds, double byteSeconds, double launchSeconds) {

    /** FLOP for which a core passes one number through an operator: reading, computing, writing it to its cache. */
    private static final double FLOP_PER_ELEMENT = 40;

    /** The same for an exponential, softmax and SiLU included. */
    private static final double FLOP_PER_EXPONENTIAL = 290;

    /** The same for a cumulative sum in double: a chain of dependent additions. */
    private static final double FLOP_PER_SUM = 100;

    /** AdamW on one parameter with all it takes in and puts out, norm and clipping included. */
    private static final double FLOP_PER_UPDATE = 210;

    /** Weights are packed before they are multiplied, then read again. */
    private static final double READS_PER_WEIGHT = 2.4;

    private static final double READS_PER_CACHED = 1.35;

    /** A native call with some twenty arguments, for one with two. */
    private static final double LAUNCHES_PER_CALL = 0.95;

    /** Operators of a script, most of them views, recorded where that is needed. */
    private static final double LAUNCHES_PER_OPERATOR = 0.64;

    /** Attention over a row, for each of its heads, beside its FLOP; backward twice that. */
    private static final double LAUNCHES_PER_HEAD = 0.62;

    /** The same for one token of a row that is decoded. */
    private static final double LAUNCHES_PER_DECODED_HEAD = 0.09;

    /** Java's share of a token: packing, looking for shared prefixes, the objective. */
    private static final double LAUNCHES_PER_TOKEN = 0.058;

    /** The speed of a core of that kind. */
    public static CoreSpeed of(DeviceKind kind) {
        return new CoreSpeed(
                1 / (kind.flopsPerSecond(Precision.FLOAT32) * kind.efficiency().matrix()),
                1 / (kind.memoryBytesPerSecond() * kind.efficiency().memory()),
                kind.launchSeconds());
    }

    /** Seconds of all operations. */
    double seconds(Operations operations) {
        double flop = operations.productFlop()
                + operations.attentionFlop()
                + FLOP_PER_ELEMENT * operations.elements()
                + FLOP_PER_EXPONENTIAL * operations.exponentials()
                + FLOP_PER_SUM * operations.sums()
                + FLOP_PER_UPDATE * operations.updates();
        double bytes = READS_PER_WEIGHT * operations.weightBytes()
                + READS_PER_CACHED * operations.cachedBytes()
                + operations.copiedBytes();
        double launches = LAUNCHES_PER_CALL * operations.calls()
                + LAUNCHES_PER_OPERATOR * operations.operators()
                + LAUNCHES_PER_HEAD * operations.heads()
                + LAUNCHES_PER_DECODED_HEAD * operations.decodedHeads()
                + LAUNCHES_PER_TOKEN * operations.tokens();
        return flop * flopSeconds + bytes * byteSeconds + launches * launchSeconds + operations.exchangeSeconds();
    }
}
