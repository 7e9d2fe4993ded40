package io.akkord.rewards.math;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Tables of cases beside the tests; {@code #} begins a comment. */
final class Table {

    private Table() {}

    static List<String> lines(String name) throws IOException {
        try (var table = Table.class.getResourceAsStream(name)) {
            var text = new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
