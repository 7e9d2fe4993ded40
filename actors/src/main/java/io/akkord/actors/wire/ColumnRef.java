package io.akkord.actors.wire;

/**
 * Where a column or a set of weights lies; what messages carry instead of the bulk itself.
 *
 * <p>Size and checksums are not part of it: a value is encoded only when another node pulls it, which on one node is
 * never.
 *
 * @param node address of the node that holds it
 * @param id the node's number for it, never used twice
 * @param rows of the column, or tensors of the weights
 */
public record ColumnRef(String node, long id, int rows) implements WireMessage {}
