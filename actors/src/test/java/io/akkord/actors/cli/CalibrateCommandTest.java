package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.configs.ClusterReader;
import io.akkord.placement.cluster.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {

    @TempDir
    Path here;

    @Test
    @Timeout(60)
    void thisMachineIsWrittenAsAClusterThatCanBeRead() {
        var typed = Typed.in(here, "calibrate", "--out", "mine.conf");

        assertEquals(0, typed.status(), typed.err());
        assertEquals(here.resolve("mine.conf") + System.lineSeparator(), typed.out());
        var cluster = new ClusterReader(here).read("mine.conf");
        int cores = Runtime.getRuntime().availableProcessors();
        assertEquals(cores, cluster.devices().size());
        var core = cluster.devices().getFirst().kind();
        assertTrue(core.flopsPerSecond(Precision.FLOAT32) > core.flopsPerSecond(Precision.FLOAT64));
        assertTrue(core.launchSeconds() > 0);
    }

    @Test
    void aFileThatIsThereIsNotReplacedUnasked() throws Exception {
        Path mine = Files.writeString(here.resolve("cluster.conf"), "mine");
        var typed = Typed.in(here, "calibrate");

        assertEquals(Main.WRONG_INPUT, typed.status());
        assertEquals(
                "akkord: cluster.conf is there already; give --force to replace it, or another file with --out",
                typed.complaint());
        assertEquals("mine", Files.readString(mine));
    }

    @Test
    void aFolderThatIsMissingIsSaidBeforeMeasuring() {
        var typed = Typed.in(here, "calibrate", "--out", "gone/cluster.conf");

        assertEquals(Main.WRONG_INPUT, typed.status());
        assertTrue(typed.complaint().startsWith("akkord: there is no folder for gone"), typed.err());
    }
}
