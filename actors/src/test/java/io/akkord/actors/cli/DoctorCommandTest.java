package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    Path here;

    @Test
    void everyLookIsOneLineThatIsFineOrSaysWhatToDo() {
        var typed = Typed.in(here, "doctor");
        var lines = typed.out().lines().toList();
        assertEquals(8, lines.size(), typed.out());
        assertTrue(lines.stream().allMatch(line -> line.matches("(ok  |FIX ) \\S.*")), typed.out());
        assertEquals(lines.stream().anyMatch(line -> line.startsWith("FIX")) ? 1 : 0, typed.status());
        assertTrue(typed.out().contains("ok   libtorch       computes"), typed.out());
    }

    @Test
    void aPlaceThatIsNotThereIsNotWritable() {
        var finding = new Machine(here.resolve("gone")).disk();
        assertTrue(!finding.fine(), finding.words());
    }
}
