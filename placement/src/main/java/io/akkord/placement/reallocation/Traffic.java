package io.akkord.placement.reallocation;

/**
 * What a reallocation takes.
 *
 * @param seconds until the busiest device, network card or line has done its part
 * @param bytes received by all devices together: what they need and lack
 * @param bytesBetweenNodes those of them that leave a node
 */
public record Traffic(double seconds, long bytes, long bytesBetweenNodes) {}
