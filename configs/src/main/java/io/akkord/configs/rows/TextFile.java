package io.akkord.configs.rows;

import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Text files of the user, whole and strictly UTF-8. */
final class TextFile {

    private TextFile() {}

    /**
     * All lines, blank ones included.
     *
     * @throws UserError if the file is missing, a folder, unreadable or not UTF-8
     */
    static List<String> lines(Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            throw new UserError(path + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new UserError(path + ": not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            String why = Files.isDirectory(path) ? "a folder, where a file is needed" : "cannot be read: " + e;
            throw new UserError(path + ": " + why, e);
        }
    }

    /**
     * The rows, if there are any.
     *
     * @throws UserError if there are none
     */
    static <T> List<T> someOf(Path path, List<T> rows, String what) {
        if (rows.isEmpty()) {
            throw new UserError(path + ": holds no " + what);
        }
        return rows;
    }
}
