package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An experiment file in a folder of its own, as a user would have it. */
record Written(Path folder) {

    Written {
        try {
            folder = folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Experiment experiment(String text, String... overrides) {
        file("my.conf", text);
        return ExperimentReader.read("my.conf", List.of(overrides), folder);
    }

    /** What the user is told, with the folder's own path as {@code FOLDER}. */
    String refusal(String text, String... overrides) {
        UserError error = assertThrows(UserError.class, () -> experiment(text, overrides));
        return String.valueOf(error.getMessage()).replace(folder.toString(), "FOLDER");
    }
}
