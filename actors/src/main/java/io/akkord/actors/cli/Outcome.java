package io.akkord.actors.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.actors.run.StageFigure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What a finished run says on standard output: the gain of each stage, the verdict, and where to look. */
record Outcome(Path run, Path workingDirectory) {

    String text() throws IOException {
        var summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
        var text = new StringBuilder();
        for (var stage : summary.path("stages")) {
            line(text, stage.path("name").asText(), stage(stage));
        }
        var gold = summary.path("gold");
        if (gold.path("win_rate").isNumber()) {
            line(
                    text,
                    "gold",
                    "%s -> %s, win rate %.0f %%"
                            .formatted(
                                    Progress.number(gold.path("baseline").asDouble()),
                                    Progress.number(gold.path("aligned").asDouble()),
                                    100 * gold.path("win_rate").asDouble()));
        }
        line(text, "checkpoint", shorten(Path.of(summary.path("checkpoint").asText())));
        line(text, "report", shorten(run.resolve("report.html")));
        return text.toString();
    }

    private static String stage(JsonNode stage) {
        int iterations = stage.path("iterations").asInt();
        var words = new StringBuilder(iterations + (iterations == 1 ? " iteration in " : " iterations in "))
                .append(Progress.duration(stage.path("seconds").asDouble()));
        if (stage.path("reward_first").isNumber() && stage.path("reward_last").isNumber()) {
            double first = stage.path("reward_first").asDouble();
            double last = stage.path("reward_last").asDouble();
            words.append(", reward ")
                    .append(Progress.number(first))
                    .append(" -> ")
                    .append(Progress.number(last));
            double sd = stage.path("reward_sd_first").asDouble();
            if (sd > 0) {
                words.append(" (%+.2f sd)".formatted((last - first) / sd));
            }
        }
        Map<String, Object> fields = new ObjectMapper().convertValue(stage, new TypeReference<>() {});
        for (StageFigure figure : StageFigure.of(fields)) {
            words.append(", %s %s -> %s"
                    .formatted(figure.name(), Progress.number(figure.first()), Progress.number(figure.last())));
        }
        if (stage.path("kl_last").isNumber()) {
            words.append(", KL ").append(Progress.number(stage.path("kl_last").asDouble()));
        }
        return words.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-17s %s%n", name, value));
    }

    private String shorten(Path path) {
        return path.startsWith(workingDirectory)
                ? workingDirectory.relativize(path).toString()
                : path.toString();
    }
}
