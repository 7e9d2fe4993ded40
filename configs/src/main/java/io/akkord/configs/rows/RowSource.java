package io.akkord.configs.rows;

import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.RecordWriter.OneValue;
import io.akkord.rewards.tasks.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where rows come from: a file, or a world that the project generates. */
public sealed interface RowSource extends OneValue {

    /** A JSONL or plain text file. */
    record File(Path path) implements RowSource {
        @Override
        public String written() {
            return path.toString();
        }
    }

    /** Worlds made from a seed alone. */
    enum Generated implements RowSource {
        /** The front desk of {@code io.akkord.rewards.courtesy}. */
        COURTESY,
        /** Sums, differences and products. */
        ARITHMETIC,
        /** Words to put in order. */
        WORD_SORTING,
        /** Numbers that must make a target. */
        COUNTDOWN,
        /** Squares of four by four to fill. */
        SUDOKU;

        /** The built-in task that makes the rows, where one does. */
        Optional<Task> task() {
            return Arrays.stream(Task.values())
                    .filter(task -> task.key().equals(written()))
                    .findFirst();
        }

        @Override
        public String written() {
            return Keys.kebab(this);
        }
    }

    /** The generated world of that name; a file of the same name is written {@code ./courtesy}. */
    static Optional<RowSource> generated(String name) {
        return Arrays.<RowSource>stream(Generated.values())
                .filter(world -> world.written().equals(name))
                .findFirst();
    }

    /** The names of all generated worlds. */
    static List<String> worlds() {
        return Arrays.stream(Generated.values()).map(Generated::written).toList();
    }
}
