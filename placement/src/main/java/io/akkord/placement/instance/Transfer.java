package io.akkord.placement.instance;

/** Parameters of a network of some size that move from one layout to another. */
public record Transfer(String size, Strategy from, Strategy to) {}
