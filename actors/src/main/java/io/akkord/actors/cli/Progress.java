package io.akkord.actors.cli;

import io.akkord.actors.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A run as it goes: on a terminal two lines that are redrawn, piped one line an iteration.
 *
 * <p>What happens rarely (a stage begins, a checkpoint is written, an iteration is repeated) is a line of its own that
 * stays in both.
 */
final class Progress {

    private static final int BAR = 24;

    private final Terminal terminal;
    private final Pace pace;
    private int drawn;
    private String stage = "";
    private int iteration;
    private int of;
    private String figures = "";
    private String doing = "";

    Progress(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.pace = new Pace(nanos);
    }

    /** Takes what the run says of itself, from any thread. */
    synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.NodeTaken taken ->
                say("%s: %s, %s"
                        .formatted(
                                taken.node(),
                                taken.address(),
                                taken.devices() == 1 ? "1 device" : taken.devices() + " devices"));
            case RunEvent.NodeLost lost ->
                say("%s: %s is gone; going on from the newest checkpoint".formatted(lost.node(), lost.address()));
            case RunEvent.Planned planned -> say(planned.description().strip().replace("\n", "\n  "));
            case RunEvent.Replanned replanned ->
                say(replanned.stage() + ": replanned after iteration " + replanned.iteration() + ": "
                        + replanned.description());
            case RunEvent.StageStarted started -> stageStarted(started);
            case RunEvent.StepStarted step -> {
                doing = step.step();
                redraw();
            }
            case RunEvent.StepFinished step -> {
                if (doing.equals(step.step())) {
                    doing = "";
                }
            }
            case RunEvent.IterationFinished finished -> iterationFinished(finished);
            case RunEvent.IterationRepeated repeated ->
                say(repeated.stage() + ": iteration " + repeated.iteration() + " is repeated: " + repeated.reason());
            case RunEvent.Evaluated evaluated when Double.isNaN(evaluated.mean()) -> {}
            case RunEvent.Evaluated evaluated ->
                say("%s: reward %s %s (sd %s)"
                        .formatted(
                                evaluated.stage(), evaluated.when(), number(evaluated.mean()), number(evaluated.sd())));
            case RunEvent.RewardGamed gamed -> say("warning: " + gamed.sentence());
            case RunEvent.CheckpointWritten written -> redraw();
            case RunEvent.StageFinished finished -> say(finished.stage() + ": done in " + duration(finished.seconds()));
        }
    }

    /** Leaves the display as it is and goes on below it. */
    synchronized void close() {
        erase();
        terminal.err().flush();
    }

    private void stageStarted(RunEvent.StageStarted started) {
        stage = started.stage();
        iteration = started.iteration();
        of = started.iterations();
        figures = "";
        doing = "";
        pace.restart();
        var workflow = started.workflow().equals(stage) ? "" : " (" + started.workflow() + ")";
        var from = iteration > 0 ? ", going on after iteration " + iteration : "";
        say(stage + workflow + ": " + of + " iterations" + from);
    }

    private void iterationFinished(RunEvent.IterationFinished finished) {
        iteration = finished.iteration();
        of = finished.of();
        pace.iterationFinished();
        figures = figures(finished.metrics());
        if (terminal.isInteractive()) {
            redraw();
        } else {
            terminal.err()
                    .println("%s %d/%d  %s  %s%s"
                            .formatted(stage, iteration, of, figures, duration(pace.secondsPerIteration()), left()));
        }
    }

    /** The few numbers that people watch. */
    private static String figures(Map<String, Double> metrics) {
        var shown = new ArrayList<String>();
        first(metrics, "objective/reward_mean").ifPresent(value -> shown.add("reward " + number(value)));
        first(metrics, "objective/kl").ifPresent(value -> shown.add("KL " + number(value)));
        first(metrics, "policy/loss", "reward/loss").ifPresent(value -> shown.add("loss " + number(value)));
        first(metrics, "reward_model/accuracy").ifPresent(value -> shown.add("accuracy " + number(value)));
        return String.join("  ", shown);
    }

    private static Optional<Double> first(Map<String, Double> metrics, String... names) {
        return List.of(names).stream()
                .filter(metrics::containsKey)
                .map(metrics::get)
                .findFirst();
    }

    private void say(String line) {
        erase();
        terminal.err().println(line);
        redraw();
    }

    private void redraw() {
        if (!terminal.isInteractive() || stage.isEmpty()) {
            return;
        }
        erase();
        int full = of == 0 ? 0 : Math.min(BAR, BAR * iteration / of);
        var rate = Double.isNaN(pace.secondsPerIteration())
                ? ""
                : "  " + duration(pace.secondsPerIteration()) + "/iteration" + left();
        draw("%s %s%s %d/%d%s".formatted(stage, "━".repeat(full), "─".repeat(BAR - full), iteration, of, rate));
        draw("  " + figures + (doing.isEmpty() ? "" : (figures.isEmpty() ? "" : "  ") + "· " + doing));
        terminal.err().flush();
    }

    private String left() {
        return iteration == of ? "" : "  " + duration(pace.secondsFor(of - iteration)) + " left";
    }

    private void draw(String line) {
        int most = terminal.columns() - 1;
        terminal.err().print((line.length() > most ? line.substring(0, most) : line) + "\n");
        drawn++;
    }

    private void erase() {
        if (drawn > 0) {
            terminal.err().print("\u001b[" + drawn + "A\r\u001b[J");
            drawn = 0;
        }
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : "%.3f", value);
    }

    static String duration(double seconds) {
        if (Double.isNaN(seconds)) {
            return "?";
        }
        long whole = Math.round(seconds);
        if (whole >= 3600) {
            return whole / 3600 + " h " + whole % 3600 / 60 + " min";
        }
        return whole >= 60
                ? whole / 60 + " min " + whole % 60 + " s"
                : String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
    }
}
