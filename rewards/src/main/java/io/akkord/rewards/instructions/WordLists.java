package io.akkord.rewards.instructions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The word lists that lie beside these classes: words with blanks between them, and lines that begin with # as notes. */
final class WordLists {

    private WordLists() {}

    static Set<String> words(String file) {
        return lines(file).stream().flatMap(line -> marks(line).stream()).collect(Collectors.toUnmodifiableSet());
    }

    static Set<String> union(String one, String other) {
        var all = new HashSet<>(words(one));
        all.addAll(words(other));
        return Set.copyOf(all);
    }

    /** Answers no interrupt: a class whose initialisation was broken off would stay broken. */
    static List<String> marks(String line) {
        return List.of(line.split(" +"));
    }

    static List<String> lines(String file) {
        try (InputStream bytes = WordLists.class.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IllegalStateException("the word list " + file + " is missing from this build");
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the word list " + file + " cannot be read", unreadable);
        }
    }
}
