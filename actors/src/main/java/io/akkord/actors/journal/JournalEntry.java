package io.akkord.actors.journal;

/**
 * Marks a record that a journal may hold: an event or a snapshot.
 *
 * <p>Components are numbers, strings, enums, lists, maps and records of these: facts and pointers, never tensors. Every
 * implementation is listed in a {@link JournalTable}; one that is not is refused when it is first persisted.
 */
public interface JournalEntry {}
