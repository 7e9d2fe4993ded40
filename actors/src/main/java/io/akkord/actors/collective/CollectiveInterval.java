package io.akkord.actors.collective;

/**
 * When a rank was busy with a collective.
 *
 * @param device of the rank
 * @param label operation and group
 * @param startNanos as {@link System#nanoTime()}
 * @param endNanos likewise
 * @param bytes of the rank's array
 */
public record CollectiveInterval(String device, String label, long startNanos, long endNanos, long bytes) {}
