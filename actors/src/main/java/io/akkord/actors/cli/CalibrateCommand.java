package io.akkord.actors.cli;

import io.akkord.algorithms.UserError;
import io.akkord.policies.calibrate.CoreBenchmark;
import io.akkord.policies.calibrate.CoreFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this machine and writes it down as a cluster. */
@Command(
        name = "calibrate",
        description = {
            "Measures this machine in under a minute, and writes a cluster file.",
            "Leave it alone meanwhile: caches and memory are shared with whatever else runs."
        },
        mixinStandardHelpOptions = true)
final class CalibrateCommand implements Runnable {

    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write; cluster.conf unless given.")
    private Path out = Path.of("cluster.conf");

    @Option(names = "--force", description = "Replaces the file if it is there.")
    private boolean force;

    CalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path file = terminal.resolve(out);
        check(file);
        int cores = Runtime.getRuntime().availableProcessors();
        say("one core alone...");
        CoreFigures alone = CoreBenchmark.measure(1);
        say(told(alone));
        say("all " + cores + " at once...");
        CoreFigures together = CoreBenchmark.measure(cores);
        say(told(together));
        var calibration = new Calibration(cores, alone, together, Loopback.measure());
        try {
            Files.writeString(file, calibration.text());
        } catch (IOException e) {
            throw new UserError("cannot write " + out + " (" + e.getMessage() + "); give another file with --out");
        }
        terminal.out().println(file);
    }

    /** Before a minute is spent. */
    private void check(Path file) {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UserError("there is no folder for " + out + "; make it first, or give another file with --out");
        }
        if (Files.exists(file) && !force) {
            throw new UserError(out + " is there already; give --force to replace it, or another file with --out");
        }
    }

    private static String told(CoreFigures figures) {
        return String.format(
                Locale.ROOT,
                "%.1f GFLOP/s, memory %.1f GB/s, %.2f us a native call",
                figures.flopsPerSecond() / 1e9,
                figures.readBytesPerSecond() / 1e9,
                figures.callSeconds() * 1e6);
    }

    private void say(String words) {
        terminal.err().println("calibrate: " + words);
        terminal.err().flush();
    }
}
