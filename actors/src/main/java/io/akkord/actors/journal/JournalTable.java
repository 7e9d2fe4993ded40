package io.akkord.actors.journal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of what a journal may hold, each under a name that outlives its class.
 *
 * <p>Append only: a journal written by any earlier version must still be read. A record whose components change gets an
 * upcast, which makes its next version; a record that is no longer written stays listed.
 */
public final class JournalTable {

    /** Turns the JSON object of one version into that of the next, in place or anew. */
    @FunctionalInterface
    public interface Upcast extends UnaryOperator<Map<String, Object>> {}

    /**
     * One line of the table.
     *
     * @param upcasts the first leads from version 1 to 2, and so on
     */
    record Line(String name, Class<? extends JournalEntry> type, List<Upcast> upcasts) {

        int version() {
            return upcasts.size() + 1;
        }
    }

    private final Map<String, Line> byName = new LinkedHashMap<>();
    private final Map<Class<?>, Line> byType = new LinkedHashMap<>();

    private JournalTable() {}

    public static JournalTable empty() {
        return new JournalTable();
    }

    /**
     * This table and one more line.
     *
     * @param name what the journal calls it, for ever
     * @param upcasts one for each change of the record's components since it was first written
     * @throws IllegalArgumentException if name or type is taken
     */
    public JournalTable with(String name, Class<? extends JournalEntry> type, Upcast... upcasts) {
        var line = new Line(name, type, List.of(upcasts));
        var more = new JournalTable();
        more.byName.putAll(byName);
        more.byType.putAll(byType);
        if (name.contains(":") || more.byName.put(name, line) != null || more.byType.put(type, line) != null) {
            throw new IllegalArgumentException(
                    "the journal already knows " + name + " or " + type + ", or the name contains a colon");
        }
        return more;
    }

    @Nullable Line named(String name) {
        return byName.get(name);
    }

    Line of(Class<?> type) {
        Line line = byType.get(type);
        if (line == null) {
            throw new IllegalArgumentException(type.getName() + " is not in the journal's table");
        }
        return line;
    }
}
