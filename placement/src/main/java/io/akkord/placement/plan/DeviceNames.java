package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Mesh;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Devices as people name them: by their own names, by their node's, or by their numbers. */
final class DeviceNames {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

    private DeviceNames() {}

    /**
     * The devices of all names together, in the cluster's order.
     *
     * @param key under which people wrote them
     * @throws UserError naming a device that does not exist or is there twice
     */
    static Mesh mesh(Cluster cluster, List<String> names, String key) {
        int[] places = names.stream()
                .flatMap(name -> places(cluster, name, key).boxed())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        try {
            return Mesh.ofDevices(places);
        } catch (IllegalArgumentException e) {
            throw new UserError(key + ": " + e.getMessage() + "; name each device once, was " + names, e);
        }
    }

    private static IntStream places(Cluster cluster, String name, String key) {
        int devices = cluster.devices().size();
        int[] places = IntStream.range(0, devices)
                .filter(device -> cluster.devices().get(device).name().equals(name)
                        || cluster.nodes().get(cluster.nodeOf(device)).name().equals(name))
                .toArray();
        if (places.length > 0) {
            return IntStream.of(places);
        }
        Matcher numbers = NUMBERS.matcher(name);
        if (numbers.matches()) {
            int first = Integer.parseInt(numbers.group(1));
            int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
            if (first <= last && last < devices) {
                return IntStream.rangeClosed(first, last);
            }
            throw new UserError(key + ": there are no devices " + name + " in cluster " + cluster.name()
                    + "; they are numbered from 0 to " + (devices - 1));
        }
        throw new UserError(
                key + ": there is no device or node " + name + " in cluster " + cluster.name() + "; its nodes are "
                        + cluster.nodes().getFirst().name() + " to "
                        + cluster.nodes().getLast().name() + ", its first device "
                        + cluster.devices().getFirst().name());
    }
}
