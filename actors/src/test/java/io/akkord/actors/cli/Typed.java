package io.akkord.actors.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;

/** One command line as somebody typed it, and what came back. */
record Typed(int status, String out, String err) {

    static Typed in(Path directory, String... arguments) {
        return with("", directory, arguments);
    }

    static Typed with(String input, Path directory, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(
                new BufferedReader(new StringReader(input)), new PrintWriter(out), new PrintWriter(err), 0, directory);
        int status = Main.run(terminal, arguments);
        return new Typed(status, out.toString(), err.toString());
    }

    /** The whole complaint, which must be all that was said. */
    String complaint() {
        return out.isEmpty() ? err.strip() : "printed a result: " + out;
    }
}
