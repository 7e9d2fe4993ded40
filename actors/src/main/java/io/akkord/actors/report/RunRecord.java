package io.akkord.actors.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.akkord.actors.run.StageFigure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a run directory says of its run. Every piece may be missing or end in the middle of a line: a run that was stopped
 * or is still going has a report too.
 *
 * @param name the run directory's name
 * @param summary {@code summary.json}, missing until the run is done
 * @param plan {@code plan.json}
 * @param experiment the resolved experiment's text, empty where there is none
 */
record RunRecord(
        String name,
        List<Iteration> iterations,
        List<Sample> samples,
        List<Span> spans,
        Map<Integer, String> devices,
        JsonNode plan,
        JsonNode summary,
        String experiment) {

    /** One line of {@code metrics.jsonl}; {@code metrics} holds its numbers by community names. */
    record Iteration(String stage, int iteration, int of, Map<String, Double> metrics) {

        double metric(String name) {
            return metrics.getOrDefault(name, Double.NaN);
        }
    }

    /** One line of {@code samples.jsonl}; {@code score} and {@code gold} are NaN where nobody judged. */
    record Sample(
            String stage, int iteration, String when, String prompt, String response, double score, double gold) {}

    /** One complete event of {@code trace.json}: a piece of work on a device, in seconds since the trace began. */
    record Span(String name, String category, int device, double start, double seconds, String stage, int iteration) {

        double end() {
            return start + seconds;
        }
    }

    static RunRecord read(Path directory) {
        var trace = RunFiles.trace(directory.resolve("trace.json"));
        return new RunRecord(
                directory.toAbsolutePath().normalize().getFileName().toString(),
                RunFiles.iterations(directory.resolve("metrics.jsonl")),
                RunFiles.samples(directory.resolve("samples.jsonl")),
                trace.spans(),
                trace.devices(),
                RunFiles.tree(directory.resolve("plan.json")),
                RunFiles.tree(directory.resolve("summary.json")),
                RunFiles.text(directory.resolve("experiment.conf")));
    }

    /** The name that the experiment gave itself, else the directory's. */
    String title() {
        return summary.path("name").asText(name);
    }

    boolean isFinished() {
        return !summary.isMissingNode();
    }

    /** Stages in the order in which they ran. */
    List<String> stages() {
        var stages = new LinkedHashSet<String>();
        iterations.forEach(one -> stages.add(one.stage()));
        summary.path("stages").forEach(one -> stages.add(one.path("name").asText()));
        return new ArrayList<>(stages);
    }

    List<Iteration> iterationsOf(String stage) {
        return iterations.stream().filter(one -> one.stage().equals(stage)).toList();
    }

    /** What a stage's devices did, in the order of first appearance, which also gives each its colour. */
    List<String> kindsOfWork(String stage) {
        var spansOfStage = spans.stream().filter(span -> span.stage().equals(stage));
        return spansOfStage
                .sorted(Comparator.comparingDouble(Span::start))
                .map(Span::name)
                .distinct()
                .toList();
    }

    /** What {@code summary.json} says of a stage; a missing node until the run is done. */
    JsonNode summaryOf(String stage) {
        for (var one : summary.path("stages")) {
            if (one.path("name").asText().equals(stage)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    /** What a stage was judged by, before and after. */
    List<StageFigure> figuresOf(String stage) {
        JsonNode summary = summaryOf(stage);
        return summary.isObject()
                ? StageFigure.of(new ObjectMapper().convertValue(summary, new TypeReference<Map<String, Object>>() {}))
                : List.of();
    }
}
