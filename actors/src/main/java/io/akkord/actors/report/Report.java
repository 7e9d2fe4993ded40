package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;

import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Turns a run directory into its {@code report.html}. */
public final class Report {

    private Report() {}

    /**
     * Writes {@code report.html} into a run directory, replacing the one that is there, and returns its path. The run may be
     * done, stopped or still going.
     *
     * @throws UserError if the directory holds no run
     */
    public static Path write(Path runDirectory) {
        if (!Files.exists(runDirectory.resolve("experiment.conf"))
                && !Files.exists(runDirectory.resolve("metrics.jsonl"))) {
            throw new UserError("%s is no run directory: neither experiment.conf nor metrics.jsonl is in it"
                    .formatted(runDirectory));
        }
        var report = runDirectory.resolve("report.html");
        var unfinished = runDirectory.resolve("report.html.part");
        try {
            Files.writeString(unfinished, render(RunRecord.read(runDirectory)));
            return Files.move(unfinished, report, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String render(RunRecord run) {
        var main = div("page", Overview.of(run));
        GoldSection.of(run).ifPresent(main::add);
        SamplesSection.of(run).ifPresent(main::add);
        run.stages().reversed().forEach(stage -> main.add(StageSection.of(run, stage)));
        PlanSection.of(run).ifPresent(main::add);
        main.add(Element.of("footer", "Akkord · " + run.name()));
        return Page.of(run.title(), main);
    }
}
