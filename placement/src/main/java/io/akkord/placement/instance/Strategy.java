package io.akkord.placement.instance;

/** Into how many parts a network is cut by pipeline stages, by tensors and by data: the order that the files use. */
public record Strategy(int pipeline, int tensor, int data) {}
