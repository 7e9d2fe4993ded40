package io.akkord.actors.metrics;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.placement.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Writes what a run measures, a line at a time: {@code metrics.jsonl}, {@code samples.jsonl} and {@code plan.json}.
 *
 * <p>A resumed run drops the lines of the iterations that it will repeat, so the files read as if it had never been
 * interrupted.
 */
public final class MetricsJournal extends AbstractOnMessageBehavior<MetricsJournal.Command> {

    /** What the journal is asked. */
    public sealed interface Command {}

    /** Write down an iteration's metrics. */
    public record Iteration(String stage, int iteration, int of, Map<String, Double> metrics) implements Command {}

    /** Write down responses. */
    public record Samples(List<Sample> samples) implements Command {}

    /** Write down where a stage's networks live. */
    public record Planned(String stage, Plan plan) implements Command {}

    /** Drop the lines of iterations that will be walked again. */
    public record Rewind(ToIntFunction<String> iterationsKept) implements Command {}

    /** Everything asked before is on disk when {@code then} runs. */
    public record Close(Runnable then) implements Command {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path metrics;
    private final Path samples;
    private final Path plan;

    /**
     * Starts the journal of a run directory.
     *
     * @param iterationsKept how many iterations of a stage stay when the run is resumed
     */
    public static Behavior<Command> create(Path runDirectory, ToIntFunction<String> iterationsKept) {
        return Behaviors.setup(context -> new MetricsJournal(context, runDirectory, iterationsKept));
    }

    private MetricsJournal(ActorContext<Command> context, Path runDirectory, ToIntFunction<String> iterationsKept) {
        super(context);
        this.metrics = runDirectory.resolve("metrics.jsonl");
        this.samples = runDirectory.resolve("samples.jsonl");
        this.plan = runDirectory.resolve("plan.json");
        dropRepeated(iterationsKept);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Iteration iteration -> append(metrics, List.of(line(iteration)));
            case Samples(List<Sample> rows) ->
                append(
                        samples,
                        rows.stream()
                                .map(row -> (JsonNode) JSON.valueToTree(row))
                                .toList());
            case Planned(String stage, Plan chosen) -> write(stage, chosen);
            case Rewind(ToIntFunction<String> iterationsKept) -> dropRepeated(iterationsKept);
            case Close(Runnable then) -> then.run();
        }
        return this;
    }

    private static JsonNode line(Iteration iteration) {
        ObjectNode line = JSON.createObjectNode()
                .put("stage", iteration.stage())
                .put("iteration", iteration.iteration())
                .put("of", iteration.of());
        iteration.metrics().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                line.put(name, value);
            } else {
                line.putNull(name);
            }
        });
        return line;
    }

    private void write(String stage, Plan chosen) {
        try {
            ObjectNode all = Files.exists(plan) ? (ObjectNode) JSON.readTree(plan.toFile()) : JSON.createObjectNode();
            ObjectNode entry = JSON.createObjectNode().put("name", stage);
            entry.setAll((ObjectNode) JSON.valueToTree(PlanJson.of(chosen)));
            var stages = all.withArray("stages");
            for (int i = 0; i < stages.size(); i++) {
                if (stages.get(i).path("name").asText().equals(stage)) {
                    stages.remove(i);
                }
            }
            stages.add(entry);
            Files.writeString(plan, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, List<JsonNode> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dropRepeated(ToIntFunction<String> iterationsKept) {
        if (!Files.exists(metrics)) {
            return;
        }
        try {
            var kept = Files.readAllLines(metrics).stream()
                    .filter(line -> isKept(line, iterationsKept))
                    .toList();
            Files.write(metrics, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line that a kill cut short is not kept. */
    private static boolean isKept(String line, ToIntFunction<String> iterationsKept) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.path("iteration").asInt()
                    <= iterationsKept.applyAsInt(node.path("stage").asText());
        } catch (IOException cutShort) {
            return false;
        }
    }
}
