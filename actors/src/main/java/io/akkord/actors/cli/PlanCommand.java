package io.akkord.actors.cli;

import io.akkord.algorithms.UserError;
import io.akkord.placement.search.Budget;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds where every call of an iteration should run. */
@Command(
        name = "plan",
        description = "Finds the options of ReaL's planning problem under which its iterations end soonest.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Runnable {

    private final Terminal terminal;

    @Option(
            names = "--instance",
            required = true,
            paramLabel = "FILE",
            description = "A planning problem of the format rlhf-plan-instance/1.")
    private Path instance = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "Stops the search after so long, ${DEFAULT-VALUE} by default; sooner where the best is proved.")
    private double seconds = 10;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            description = "Stops the search after so many plans and bounds: the same plan on every machine.")
    private long evaluations = Long.MAX_VALUE;

    @Option(names = "--seed", paramLabel = "N", description = "Of the search's random walks; 0 by default.")
    private long seed;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (!(seconds > 0)) {
            throw new UserError("--seconds must be a positive number, was " + seconds);
        }
        if (evaluations < 1) {
            throw new UserError("--evaluations must be a positive number, was " + evaluations);
        }
        var plan = InstancePlan.solve(terminal.resolve(instance), new Budget(seed, evaluations, seconds));
        terminal.out().println(json ? plan.json() : plan.table());
    }
}
