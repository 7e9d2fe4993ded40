package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @TempDir
    Path here;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                        | no command given: try `akkord run quickstart`, or `akkord --help` for all of them",
                "frobnicate                  | akkord has no command frobnicate",
                "recipe                      | akkord has no command recipe; did you mean recipes",
                "generate                    | missing required parameters: 'MODEL', 'PROMPT'",
                "generate m p --gredy        | generate has no option --gredy; did you mean --greedy",
                "generate m p q              | generate has no argument q",
                "generate m p --max-tokens x | invalid value for option '--max-tokens': 'x' is not an int",
                "generate nowhere p          | nowhere",
                "chat nowhere                | nowhere",
                "report nowhere              | nowhere is no run directory",
            })
    void wrongInputIsOneSentenceAndStatusTwo(String line, String expected) {
        var typed = Typed.in(here, line.isBlank() ? new String[0] : line.strip().split(" +"));
        assertEquals(2, typed.status(), typed.err());
        assertTrue(typed.complaint().contains(expected), typed.complaint());
        assertEquals(1, typed.complaint().lines().count(), typed.complaint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate", "chat", "recipes", "report", "doctor", "score", "conformance"})
    void everyCommandHasHelp(String command) {
        var typed = Typed.in(here, command, "--help");
        assertEquals(0, typed.status());
        assertTrue(typed.out().startsWith("Usage: akkord " + command), typed.out());
    }

    @Test
    void recipesAreListedWithOneLineEach() {
        var typed = Typed.in(here, "recipes");
        assertEquals(0, typed.status());
        assertTrue(typed.out().lines().anyMatch(line -> line.startsWith("quickstart ")), typed.out());
        assertEquals("", typed.err());
    }

    @Test
    void reportPrintsThePathOfWhatItWrote() throws Exception {
        Files.writeString(here.resolve("experiment.conf"), "name = x\n");
        var typed = Typed.in(here, "report", ".");
        assertEquals(here.resolve("report.html").toString(), typed.out().strip());
        assertTrue(Files.exists(here.resolve("report.html")));
    }
}
