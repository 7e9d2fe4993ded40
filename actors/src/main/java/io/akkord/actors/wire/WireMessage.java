package io.akkord.actors.wire;

/**
 * Marks a message that may cross between nodes; Kryo carries it.
 *
 * <p>Components are numbers, strings, enums, arrays, lists, maps, actor references and registered records of these,
 * small enough for one frame. Bulk travels as a {@code ColumnRef} and is pulled. Every implementation is listed in a
 * {@link WireTable}; one that is not is refused by name.
 */
public interface WireMessage {}
