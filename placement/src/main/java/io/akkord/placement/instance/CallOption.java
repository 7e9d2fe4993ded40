package io.akkord.placement.instance;

/**
 * One way to run a call.
 *
 * @param mesh number of its mesh in the instance
 * @param micros duration of the call, in microseconds
 * @param peakBytes of memory on each device while it runs
 * @param residentBytes of those that stay between its runs
 */
public record CallOption(int mesh, Strategy strategy, long micros, long peakBytes, long residentBytes) {}
