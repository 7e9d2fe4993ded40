package io.akkord.placement.cost;

import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Precision;

/** What one operation takes on a device: its FLOP or its bytes, whichever is slower (Williams et al. 2009). */
final class Roofline {

    private final double flopsPerSecond;
    private final double bytesPerSecond;
    private final int numberBytes;
    private final Efficiency efficiency;

    Roofline(DeviceKind device, Precision precision) {
        this.flopsPerSecond = device.flopsPerSecond(precision);
        this.efficiency = device.efficiency();
        this.bytesPerSecond = device.memoryBytesPerSecond() * efficiency.memory();
        this.numberBytes = precision.bytes();
    }

    /** A matrix product of {@code rows x inner} and {@code inner x columns}. */
    void product(Tally tally, double rows, double inner, double columns) {
        double bytes = numberBytes * (rows * inner + inner * columns + rows * columns);
        work(tally, 2 * rows * inner * columns / efficiency.ofProduct(rows, inner, columns), bytes);
    }

    /** Products of small matrices that run together, {@code flop} in all, as if of these sides. */
    void products(Tally tally, double flop, double bytes, double rows, double inner, double columns) {
        work(tally, flop / efficiency.ofProduct(rows, inner, columns), bytes);
    }

    /** An operation that only reads and writes. */
    void move(Tally tally, double bytes) {
        tally.memory += bytes / bytesPerSecond;
    }

    private void work(Tally tally, double effectiveFlop, double bytes) {
        double computing = effectiveFlop / flopsPerSecond;
        double moving = bytes / bytesPerSecond;
        if (computing >= moving) {
            tally.compute += computing;
        } else {
            tally.memory += moving;
        }
    }
}
