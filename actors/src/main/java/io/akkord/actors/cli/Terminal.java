package io.akkord.actors.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a command speaks and listens.
 *
 * @param out results, and nothing else
 * @param err progress, advice and complaints
 * @param columns width of standard error where it is a terminal, else 0
 * @param workingDirectory the caller's; relative paths are meant from here
 */
record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, int columns, Path workingDirectory) {

    /** The process's own streams; the launcher says whether standard error is a terminal. */
    static Terminal ofProcess() {
        return new Terminal(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Integer.getInteger("akkord.columns", 0),
                Path.of("").toAbsolutePath());
    }

    boolean isInteractive() {
        return columns > 0;
    }

    Path resolve(Path path) {
        return workingDirectory.resolve(path).normalize();
    }

    /** One sentence about what is wrong; further lines of it are indented. */
    void complain(String message) {
        err.println("akkord: " + message.strip().replace("\n", "\n        "));
        err.flush();
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
