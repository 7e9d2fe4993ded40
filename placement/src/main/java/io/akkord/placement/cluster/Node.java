package io.akkord.placement.cluster;

import java.util.List;

/**
 * One JVM that offers devices; what happens inside it costs no network.
 *
 * @param name unique in its cluster
 * @param devices in the order in which plans prefer them
 */
public record Node(String name, List<Device> devices) {

    public Node {
        devices = List.copyOf(devices);
    }
}
