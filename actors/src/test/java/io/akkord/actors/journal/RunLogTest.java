package io.akkord.actors.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RunLogTest {

    private static final Logger LOG = LoggerFactory.getLogger(RunLogTest.class);

    @Test
    void aRunKeepsWhatIsLoggedWhileItLasts(@TempDir Path run) throws Exception {
        try (var log = RunLog.open(run)) {
            LOG.warn("a warning of this test");
        }
        LOG.warn("a warning after the run of this test");
        var lines = Files.readAllLines(run.resolve("run.log"));
        assertEquals(1, lines.size());
        assertTrue(lines.getFirst().endsWith("WARN  RunLogTest - a warning of this test"), lines.getFirst());
    }
}
