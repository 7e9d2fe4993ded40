package io.akkord.actors.cli;

import io.akkord.actors.report.PlanPage;
import io.akkord.algorithms.UserError;
import io.akkord.configs.ClusterReader;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.search.Budget;
import io.akkord.placement.search.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds where every call of an iteration should run. */
@Command(
        name = "plan",
        description = {
            "Finds where every call of an experiment's iterations should run, and how long they will take.",
            "Models may be names such as llama-2-70b; nothing is loaded and no accelerator is needed."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Runnable {

    private static final double INSTANCE_SECONDS = 10;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "RECIPE|FILE key=value",
            description = "A recipe (see `akkord recipes`) or an experiment file, then settings that replace its own.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--hardware",
            paramLabel = "NAME|FILE",
            description =
                    "The cluster: one that comes with Akkord (a100-80g, b200, h100, h200, laptop, mi250x,"
                            + " mixed-nic, two-cores) or a cluster file, such as `akkord calibrate` writes; this machine's cores unless given.")
    private @Nullable String hardware;

    @Option(
            names = "--gpus",
            paramLabel = "N",
            description = "As many of its devices; as many as the file says unless given.")
    private @Nullable Integer devices;

    @Option(
            names = "--instance",
            paramLabel = "FILE",
            description = "Instead of an experiment, a planning problem of the format rlhf-plan-instance/1.")
    private @Nullable Path instance;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "Stops the search after so long, for an instance 10 unless given; sooner where the best is proved.")
    private @Nullable Double seconds;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            description = "Stops the search after so many plans and bounds: the same plan on every machine;"
                    + " plan.evaluations unless given or --seconds is.")
    private @Nullable Long evaluations;

    @Option(names = "--seed", paramLabel = "N", description = "Of the search's random walks; 0 unless given.")
    private long seed;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Also writes a page with the plan drawn.")
    private @Nullable Path html;

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        check();
        if (instance != null) {
            double most = seconds != null ? seconds : evaluations != null ? Double.POSITIVE_INFINITY : INSTANCE_SECONDS;
            var plan = InstancePlan.solve(terminal.resolve(instance), budget(Long.MAX_VALUE, most));
            terminal.out().println(json ? plan.json() : plan.table());
            return;
        }
        var experiment = ExperimentReader.readForPlan(
                words.getFirst(), words.subList(1, words.size()), terminal.workingDirectory());
        Cluster cluster = cluster(experiment);
        long most = seconds != null ? Long.MAX_VALUE : experiment.plan().evaluations();
        var plans = ExperimentPlan.of(
                experiment,
                cluster,
                hardware == null,
                budget(most, seconds != null ? seconds : Double.POSITIVE_INFINITY),
                this::progress);
        if (terminal.isInteractive()) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
        terminal.out().print(json ? plans.json() + "\n" : plans.text());
        if (html != null) {
            write(terminal.resolve(html), plans);
        }
    }

    private void check() {
        if (words.isEmpty() == (instance == null)) {
            throw new UserError(
                    instance == null
                            ? "plan needs a recipe or an experiment file: try `akkord plan ppo --hardware h100`"
                            : "--instance is a problem of its own: give it no recipe or settings");
        }
        if (seconds != null && !(seconds > 0)) {
            throw new UserError("--seconds must be a positive number, was " + seconds);
        }
        if (evaluations != null && evaluations < 1) {
            throw new UserError("--evaluations must be a positive number, was " + evaluations);
        }
        Path folder = html == null
                ? terminal.workingDirectory()
                : terminal.resolve(html).getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UserError("--html: there is no folder for " + html + "; make it first, or give another file");
        }
        if (devices != null && hardware == null) {
            throw new UserError("--gpus counts devices of a cluster: name it with --hardware, such as --hardware h100");
        }
    }

    private Budget budget(long most, double mostSeconds) {
        return new Budget(seed, evaluations != null ? evaluations : most, mostSeconds);
    }

    private Cluster cluster(Experiment experiment) {
        if (hardware == null) {
            int cores = experiment.runtime().devices();
            return experiment
                    .plan()
                    .embedded(cores > 0 ? cores : Runtime.getRuntime().availableProcessors());
        }
        var reader = new ClusterReader(terminal.workingDirectory());
        return devices == null ? reader.read(hardware) : reader.read(hardware, devices);
    }

    /** On a terminal, one line that changes. */
    private void progress(String stage, Finding found) {
        if (terminal.isInteractive()) {
            terminal.err()
                    .printf(
                            Locale.ROOT,
                            "\r\u001b[K%s: best %.4g, at least %.4g, %d looked at",
                            stage,
                            found.cost(),
                            Math.max(0, found.lowerBound()),
                            found.evaluations());
            terminal.err().flush();
        }
    }

    private void write(Path file, ExperimentPlan plans) {
        try {
            Files.writeString(
                    file,
                    PlanPage.of(plans.stages().stream()
                            .map(stage -> new PlanPage.Planned(stage.stage(), stage.plan(), stage.advice()))
                            .toList()));
        } catch (IOException e) {
            throw new UserError("--html: cannot write " + file + ": " + e.getMessage(), e);
        }
        terminal.err().println("page: " + file);
    }
}
