package io.akkord.actors.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.akkord.actors.report.RunRecord.Iteration;
import io.akkord.actors.report.RunRecord.Sample;
import io.akkord.actors.report.RunRecord.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the files of a run directory and keeps what is whole: a missing file is empty, a torn line is left out. */
final class RunFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunFiles() {}

    /** The events of a trace and the names of its rows. */
    record Trace(List<Span> spans, Map<Integer, String> devices) {}

    static List<Iteration> iterations(Path file) {
        return lines(file, line -> {
            var metrics = new LinkedHashMap<String, Double>();
            for (var field : line.properties()) {
                if (field.getValue().isNumber() && field.getKey().contains("/")) {
                    metrics.put(field.getKey(), field.getValue().asDouble());
                }
            }
            return new Iteration(
                    line.path("stage").asText(),
                    line.path("iteration").asInt(),
                    line.path("of").asInt(),
                    metrics);
        });
    }

    static List<Sample> samples(Path file) {
        return lines(
                file,
                line -> new Sample(
                        line.path("stage").asText(),
                        line.path("iteration").asInt(),
                        line.path("when").asText(),
                        line.path("prompt").asText(),
                        line.path("response").asText(),
                        line.path("score").asDouble(Double.NaN),
                        line.path("gold").asDouble(Double.NaN)));
    }

    /** Reads event after event (the trace counts iterations from 0, the report from 1 as the metrics do), since a long run's trace is too large for a tree. */
    static Trace trace(Path file) {
        var spans = new ArrayList<Span>();
        var devices = new TreeMap<Integer, String>();
        if (Files.exists(file)) {
            try (var parser = JSON.createParser(file.toFile())) {
                while (parser.nextToken() != null && parser.currentToken() != JsonToken.START_ARRAY) {}
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    JsonNode event = JSON.readTree(parser);
                    var args = event.path("args");
                    int device = event.path("tid").asInt();
                    if (event.path("ph").asText().equals("X")) {
                        spans.add(new Span(
                                event.path("name").asText(),
                                event.path("cat").asText(),
                                device,
                                event.path("ts").asDouble() / 1e6,
                                event.path("dur").asDouble() / 1e6,
                                args.path("stage").asText(),
                                1 + args.path("iteration").asInt(-1)));
                    } else if (event.path("name").asText().equals("thread_name")) {
                        devices.put(device, args.path("name").asText());
                    }
                }
            } catch (JsonProcessingException torn) {
                // The run ended, or still goes on, in the middle of an event; the ones before it stand.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Trace(spans, devices);
    }

    static JsonNode tree(Path file) {
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        } catch (JsonProcessingException torn) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> lines(Path file, Function<JsonNode, T> reader) {
        return text(file)
                .lines()
                .flatMap(line -> {
                    try {
                        var tree = JSON.readTree(line);
                        return tree.isObject() ? Stream.of(reader.apply(tree)) : Stream.empty();
                    } catch (JsonProcessingException torn) {
                        return Stream.empty();
                    }
                })
                .toList();
    }
}
