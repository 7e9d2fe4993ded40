package io.akkord.placement.cluster;

import java.util.List;
import java.util.Optional;

/**
 * One machine that offers devices.
 *
 * @param name unique in its cluster
 * @param site the place it stands in; between sites everything crosses {@link Cluster#between}
 * @param devices in the order in which plans prefer them
 * @param inside between two of its devices
 * @param networks out of the node, at most one of a kind; none where it is alone
 */
public record Node(String name, String site, List<Device> devices, Link inside, List<Link> networks) {

    public Node {
        devices = List.copyOf(devices);
        networks = List.copyOf(networks);
        if (networks.stream().map(Link::kind).distinct().count() < networks.size()) {
            throw new IllegalArgumentException("networks must be of different kinds on node " + name);
        }
    }

    /** A node that no network leaves. */
    public Node(String name, List<Device> devices, Link inside) {
        this(name, "", devices, inside, List.of());
    }

    /** The fastest network that both nodes speak, at the pace of the slower end; empty where they share none. */
    Optional<Link> network(Node other) {
        Link best = null;
        for (Link mine : networks) {
            for (Link theirs : other.networks) {
                if (mine.kind() == theirs.kind()) {
                    Link joined = mine.joined(theirs);
                    best = best == null || joined.bytesPerSecond() > best.bytesPerSecond() ? joined : best;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether a plan may swap the two. */
    public boolean isLike(Node other) {
        return site.equals(other.site)
                && inside.equals(other.inside)
                && networks.equals(other.networks)
                && devices.stream()
                        .map(Device::kind)
                        .toList()
                        .equals(other.devices.stream().map(Device::kind).toList());
    }
}
