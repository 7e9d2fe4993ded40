package io.akkord.actors.cluster;

/**
 * What a JVM offers to the runs of its cluster.
 *
 * @param devices how many, each a core
 * @param wire the fingerprint of its wire table
 */
public record Offer(int devices, String wire) {

    public Offer {
        if (devices < 1) {
            throw new IllegalArgumentException("a node offers at least one device, not " + devices);
        }
    }
}
