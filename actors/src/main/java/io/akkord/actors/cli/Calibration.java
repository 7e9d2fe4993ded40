package io.akkord.actors.cli;

import com.sun.management.OperatingSystemMXBean;
import io.akkord.configs.ClusterReader;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Efficiency;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import io.akkord.policies.calibrate.CoreFigures;
import io.akkord.policies.calibrate.CoreFigures.Product;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was measured of this machine, as a cluster of its own.
 *
 * <p>Figures are those of all cores at work at once, as they are in a run. A lone core is faster where memory is the
 * limit; the file says by how much.
 *
 * @param cores how many, each a device
 * @param alone a core while the others rest
 * @param together the slowest core while all are at work
 */
record Calibration(int cores, CoreFigures alone, CoreFigures together, Loopback loopback) {

    private static final String KIND = "cpu-core";

    /** The text of a cluster file, with all figures as comments above it. */
    String text() {
        String products = together.products().stream()
                .map(product -> line(
                        "#   %d x %d by %d x %d: %.1f GFLOP/s",
                        product.rows(),
                        product.inner(),
                        product.inner(),
                        product.columns(),
                        product.flopsPerSecond() / 1e9))
                .collect(Collectors.joining("\n"));
        return String.join(
                "\n",
                "# This machine as `akkord calibrate` measured it, all " + cores + " cores at work at once.",
                "# Matrix products in float32:",
                products,
                line(
                        "# Memory: read at %.1f GB/s a core (%.1f alone), copied at %.1f (%.1f alone; read and written).",
                        together.readBytesPerSecond() / 1e9,
                        alone.readBytesPerSecond() / 1e9,
                        together.copyBytesPerSecond() / 1e9,
                        alone.copyBytesPerSecond() / 1e9),
                line(
                        "# An operator inside a script takes %.2f us, a native call %.2f us.",
                        together.operatorSeconds() * 1e6, together.callSeconds() * 1e6),
                line(
                        "# A socket of this machine carries %.2f GB/s after %.0f us; what leads to other machines was not measured.",
                        loopback.bytesPerSecond() / 1e9, loopback.latencySeconds() * 1e6),
                "",
                ClusterReader.text(cluster()));
    }

    Cluster cluster() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double peak = rounded(together.flopsPerSecond());
        var kind = new DeviceKind(
                KIND,
                Map.of(Precision.FLOAT32, peak, Precision.FLOAT64, rounded(peak / 2)),
                machine.getTotalMemorySize() / cores,
                rounded(together.readBytesPerSecond()),
                rounded(together.hostBytesPerSecond()),
                rounded(together.callSeconds()),
                new Efficiency(1, rounded(halfRows(peak)), 0, 1, 1));
        List<Device> devices = IntStream.range(0, cores)
                .mapToObj(core -> new Device("this/cpu" + core, kind))
                .toList();
        var memory = new Link(Link.Kind.MEMORY, rounded(together.copyBytesPerSecond() / 2), 0);
        return new Cluster("this", List.of(new Node("this", devices, memory)), null);
    }

    /** Rows at which half of the peak is reached, from the products of few rows: {@code rows * (peak / reached - 1)}. */
    private double halfRows(double peak) {
        int fewest = together.products().stream().mapToInt(Product::rows).min().orElseThrow();
        return together.products().stream()
                .filter(product -> product.rows() == fewest)
                .mapToDouble(product -> product.rows() * (peak / product.flopsPerSecond() - 1))
                .average()
                .orElseThrow();
    }

    /** To three digits; the others would be different next time. */
    private static double rounded(double figure) {
        return new BigDecimal(figure).round(new MathContext(3)).doubleValue();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
