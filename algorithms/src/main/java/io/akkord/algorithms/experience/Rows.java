package io.akkord.algorithms.experience;

import java.util.ArrayList;
import java.util.List;

/** A column of rows, in the order of the prompts. */
public record Rows<T extends Row>(List<T> items) implements ColumnContent {

    public Rows {
        items = List.copyOf(items);
    }

    public int size() {
        return items.size();
    }

    @Override
    public Rows<T> select(int[] rows) {
        var picked = new ArrayList<T>(rows.length);
        for (int row : rows) {
            picked.add(items.get(row));
        }
        return new Rows<>(picked);
    }

    /** How many sequences each row has, as a grid of their tokens needs it; 1 where there is no row. */
    public int perRow() {
        return items.isEmpty() ? 1 : items.getFirst().sequences().size();
    }

    /** All sequences, row after row. */
    public List<Sequence> sequences() {
        var all = new ArrayList<Sequence>(items.size());
        for (T item : items) {
            all.addAll(item.sequences());
        }
        return all;
    }
}
