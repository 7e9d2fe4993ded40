package io.akkord.actors.cli;

import io.akkord.actors.report.Report;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a run's report again, for instance while the run goes on. */
@Command(
        name = "report",
        description = "Writes report.html of a run, done or not, and prints its path.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Runnable {

    private final Terminal terminal;

    @Parameters(paramLabel = "RUN", description = "A run directory, such as runs/latest.")
    private Path run = Path.of("");

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().println(Report.write(terminal.resolve(run)));
    }
}
