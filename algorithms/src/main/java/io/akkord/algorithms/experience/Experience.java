package io.akkord.algorithms.experience;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The columns of one iteration, immutable; as many as the steps so far have yielded. */
public final class Experience {

    private static final Experience EMPTY = new Experience(Map.of());

    private final Map<String, ColumnContent> columns;

    private Experience(Map<String, ColumnContent> columns) {
        this.columns = Collections.unmodifiableMap(columns);
    }

    public static Experience empty() {
        return EMPTY;
    }

    public <T extends ColumnContent> Experience with(Column<T> column, T data) {
        return with(column.name(), data);
    }

    /** Adds a column by name, as a message carries it. */
    public Experience with(String name, ColumnContent data) {
        var more = new LinkedHashMap<>(columns);
        more.put(name, data);
        return new Experience(more);
    }

    /** These columns and those of {@code other}, which win. */
    public Experience and(Experience other) {
        var more = new LinkedHashMap<>(columns);
        more.putAll(other.columns);
        return new Experience(more);
    }

    /**
     * The values of a column.
     *
     * @throws IllegalStateException if no step has yielded it
     */
    public <T extends ColumnContent> T get(Column<T> column) {
        ColumnContent data = columns.get(column.name());
        if (data == null) {
            throw new IllegalStateException("no column " + column.name() + " among " + columns.keySet());
        }
        return column.kind().cast(data);
    }

    public boolean has(Column<?> column) {
        return columns.containsKey(column.name());
    }

    /** Picks the same rows of every column. */
    public Experience select(int[] rows) {
        var picked = new LinkedHashMap<String, ColumnContent>();
        columns.forEach((name, data) -> picked.put(name, data.select(rows)));
        return new Experience(picked);
    }

    public Map<String, ColumnContent> columns() {
        return columns;
    }
}
