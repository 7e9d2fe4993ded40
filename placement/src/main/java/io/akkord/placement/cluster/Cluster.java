package io.akkord.placement.cluster;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every device a run may use, in a fixed order that breaks the planner's ties.
 *
 * @param nodes at least one, with at least one device between them
 */
public record Cluster(List<Node> nodes) {

    /**
     * What one core sustains on the small matrices of a laptop-sized model, FLOP/s. All cores of an embedded cluster
     * are alike, so it scales predicted seconds and never decides a plan.
     */
    private static final double CORE_FLOPS_PER_SECOND = 2e10;

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if there is no device, or two share a name
     */
    public Cluster {
        nodes = List.copyOf(nodes);
        var names = new HashSet<String>();
        for (Node node : nodes) {
            for (Device device : node.devices()) {
                if (!names.add(device.name())) {
                    throw new IllegalArgumentException("two devices are called " + device.name());
                }
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a device");
        }
    }

    /** This JVM alone: {@code devices} cores that share the machine's memory evenly. */
    public static Cluster embedded(int devices) {
        var machine = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return embedded(devices, machine.getTotalMemorySize() / Math.max(1, devices));
    }

    /** This JVM alone: {@code devices} cores of {@code memoryBytes} each, {@code node0/cpu0} and on. */
    public static Cluster embedded(int devices, long memoryBytes) {
        return new Cluster(List.of(new Node(
                "node0",
                IntStream.range(0, devices)
                        .mapToObj(i -> new Device("node0/cpu" + i, CORE_FLOPS_PER_SECOND, memoryBytes))
                        .toList())));
    }

    /** All devices, node after node. */
    public List<Device> devices() {
        return nodes.stream().flatMap(node -> node.devices().stream()).toList();
    }
}
