package io.akkord.actors.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Looks at everything that a run needs of this machine. */
@Command(
        name = "doctor",
        description =
                "Checks what a run needs of this machine, one line each; exit status 1 where something is missing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var machine = new Machine(terminal.workingDirectory());
        List<Supplier<Finding>> looks = List.of(
                machine::java,
                machine::maven,
                machine::cores,
                machine::memory,
                machine::disk,
                machine::nativeCache,
                machine::arithmetic,
                machine::loopback);
        boolean fine = true;
        for (var look : looks) {
            var finding = look.get();
            fine &= finding.fine();
            terminal.out()
                    .println("%-4s %-14s %s"
                            .formatted(finding.fine() ? "ok" : "FIX", finding.subject(), finding.words()));
        }
        return fine ? 0 : Main.FAILED;
    }
}
