package io.akkord.placement.search;

/**
 * A choice that cost less than all before it.
 *
 * @param evaluations how much had been tried when it was found
 * @param cost in the problem's unit
 */
public record Improvement(long evaluations, double cost) {}
