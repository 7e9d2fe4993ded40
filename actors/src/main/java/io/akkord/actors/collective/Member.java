package io.akkord.actors.collective;

import java.net.InetSocketAddress;

/**
 * A rank of a group, and where it lives.
 *
 * @param device the name that failures and traces call it by
 * @param plane where its node's data plane is reached; ranks with one address share a JVM
 */
public record Member(String device, InetSocketAddress plane) {}
