package io.akkord.configs.hocon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {

    enum Shade {
        LIGHT_BLUE,
        /** A body, as here, makes Java seal the enum, which is no reason to look for a kind. */
        DARK {
            @Override
            boolean dims() {
                return true;
            }
        };

        boolean dims() {
            return false;
        }
    }

    record Inner(int depth, List<Inner> children) {}

    sealed interface Shape {
        record RoundThing(double radius) implements Shape {}

        record Box(double width, double height) implements Shape {}
    }

    record Outer(
            int count,
            long seed,
            double rate,
            boolean on,
            String text,
            Shade shade,
            Duration pause,
            long memoryBytes,
            Path file,
            List<Integer> numbers,
            List<Double> weights,
            @Nullable String note,
            Inner inner,
            Shape shape) {}

    private static final String WHOLE = """
            count = 3, seed = -9000000000, rate = 1e-3, on = true, text = a b, shade = light-blue, pause = 1.5s
            memory-bytes = 80GiB, file = sub/x, numbers = [], weights = [0.5, -2], inner { depth = 1, children = [{ depth = 2, children = [] }] }
            kind = box, width = 1, height = 2
            """;

    @Test
    void aSectionBecomesItsRecord() {
        assertEquals(
                new Outer(
                        3,
                        -9_000_000_000L,
                        1e-3,
                        true,
                        "a b",
                        Shade.LIGHT_BLUE,
                        Duration.ofMillis(1500),
                        80L << 30,
                        Path.of("sub/x").toAbsolutePath(),
                        List.of(),
                        List.of(0.5, -2.0),
                        null,
                        new Inner(1, List.of(new Inner(2, List.of()))),
                        new Shape.Box(1, 2)),
                read(WHOLE));
    }

    @Test
    void aRecordBecomesItsSection() {
        Outer outer = read(WHOLE + "note = \"\\\"quoted\\\"\"");
        assertEquals(outer, read(RecordWriter.text(RecordWriter.section(outer))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            memory-bytes = 80            | memory-bytes: must be a memory size with its unit (MB, MiB, GB or GiB), such as 80GiB, was 80
            memory-bytes = 80 parsecs    | memory-bytes: must be a memory size with its unit (MB, MiB, GB or GiB), such as 80GiB, was "80 parsecs"
            kind = star                  | kind: must be one of round-thing, box, was "star"
            kind = round-thing           | radius: must be given
            kind = 3                     | kind: must be text, was 3
            inner.children = [3]         | inner.children[0]: must be a section { ... }, was 3
            inner.children = [{}]        | inner.children[0].depth: must be given
            weights = [1, x]             | weights[1]: must be a number, was "x"
            inner.dpeth = 4              | inner.dpeth: unknown key, did you mean depth?
            file = []                    | file: must be the path of a file, was a list
            text = {}                    | text: must be text, was a section
            """)
    void whatDoesNotFitIsToldByItsKey(String line, String told) {
        UserError error = assertThrows(UserError.class, () -> read(WHOLE + line));
        List<String> lines = String.valueOf(error.getMessage())
                .lines()
                .map(one -> one.replaceFirst("^test(:\\d+)?: ", ""))
                .toList();
        assertTrue(lines.contains(told), lines.toString());
    }

    @Test
    void aSlipIsGuessedAndAStrangeWordIsNot() {
        List<String> known = List.of("clip", "kl", "max-tokens");
        assertEquals("did you mean clip?", Keys.suggestion("clpi", known));
        assertEquals("did you mean max-tokens?", Keys.suggestion("max", known));
        assertEquals("known here: clip, kl, max-tokens", Keys.suggestion("elephant", known));
    }

    private static Outer read(String text) {
        var problems = new ConfigProblems(new Origins(Path.of(""), "test"));
        var section = new Section(HoconFiles.text(text, "test").resolve().root(), "", problems);
        var outer =
                new RecordReader(problems, type -> ConfigFactory.empty().root()).read(Outer.class, section, List.of());
        problems.throwIfAny();
        return outer.orElseThrow();
    }
}
