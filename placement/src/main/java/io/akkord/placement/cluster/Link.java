package io.akkord.placement.cluster;

import java.util.Locale;

/**
 * What bytes travel over.
 *
 * @param kind networks of unlike kinds do not speak to each other
 * @param bytesPerSecond one way: of one device where the link is inside a node, of the whole node where it leaves it
 * @param latencySeconds of one message
 */
public record Link(Kind kind, double bytesPerSecond, double latencySeconds) {

    /**
     * Between two JVMs of one machine, until it is measured: a message takes 20 us through the sockets and a thread at each
     * end of an idle machine, several times that where the cores are busy; bulk bytes go at half a raw socket's pace.
     */
    public static final Link LOOPBACK = new Link(Kind.ETHERNET, 2e9, 100e-6);

    /** What a link is made of. */
    public enum Kind {
        MEMORY,
        NVLINK,
        INFINITY_FABRIC,
        PCIE,
        INFINIBAND,
        ROCE,
        ETHERNET;

        /** The kind as configs and people write it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks that there is something to travel over.
     *
     * @throws IllegalArgumentException starting with the component at fault
     */
    public Link {
        if (!(bytesPerSecond > 0)) {
            throw new IllegalArgumentException("bytes-per-second must be above 0, was " + bytesPerSecond);
        }
        if (!(latencySeconds >= 0)) {
            throw new IllegalArgumentException("latency-seconds must be at least 0, was " + latencySeconds);
        }
    }

    /** Seconds of one message. */
    public double seconds(double bytes) {
        return latencySeconds + bytes / bytesPerSecond;
    }

    /** Two links one after the other: the slower one's pace. */
    Link joined(Link other) {
        return new Link(
                kind, Math.min(bytesPerSecond, other.bytesPerSecond), Math.max(latencySeconds, other.latencySeconds));
    }
}
