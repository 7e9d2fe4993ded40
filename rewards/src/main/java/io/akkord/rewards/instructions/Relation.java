package io.akkord.rewards.instructions;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a count must relate to the one that an instruction names. */
enum Relation {
    LESS_THAN("less than"),
    AT_LEAST("at least"),
    AT_MOST("at most"),
    AROUND("around");

    private final String words;

    Relation(String words) {
        this.words = words;
    }

    static @Nullable Relation called(String words) {
        return Arrays.stream(values())
                .filter(one -> one.words.equals(words))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(one -> '"' + one.words + '"').collect(Collectors.joining(" or "));
    }

    /** Around means within a tenth, and always within one. */
    boolean holds(long count, int wanted) {
        return switch (this) {
            case LESS_THAN -> count < wanted;
            case AT_LEAST -> count >= wanted;
            case AT_MOST -> count <= wanted;
            case AROUND -> Math.abs(count - wanted) <= Math.max(1, Math.rint(wanted * 0.1));
        };
    }
}
