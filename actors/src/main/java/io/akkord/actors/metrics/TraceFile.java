package io.akkord.actors.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.policies.tensor.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code trace.json}: what every device did when, in Chrome's trace format, one row a device.
 *
 * <p>Written as it happens, so that it costs no memory; safe for the threads of all devices. Times count from the run's
 * start and go on where they ended when a run is resumed.
 */
public final class TraceFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "{\"traceEvents\":[\n";
    private static final String TAIL = "\n]}\n";
    /** The row of the run itself, above the devices. */
    private static final int RUN_ROW = 0;

    private final Writer out;
    private final long originNanos;
    private final List<String> rows = new ArrayList<>();
    private boolean first;

    private TraceFile(Writer out, long originNanos, boolean first) {
        this.out = out;
        this.originNanos = originNanos;
        this.first = first;
    }

    /** Opens the trace of a run directory, at its end where there is one. */
    public static TraceFile open(Path runDirectory) {
        Path file = runDirectory.resolve("trace.json");
        try {
            double endMicros = 0;
            String old = Files.exists(file) ? Files.readString(file) : "";
            int close = old.lastIndexOf('}', Math.max(0, old.length() - TAIL.length()));
            String head = old.isEmpty() || close < 0 ? HEAD : old.substring(0, close + 1);
            Files.writeString(file, head);
            if (head.length() > HEAD.length()) {
                for (Event event : read(runDirectory)) {
                    endMicros = Math.max(endMicros, event.ts() + event.dur());
                }
            }
            Writer out = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
            var trace = new TraceFile(out, System.nanoTime() - (long) (endMicros * 1e3), head.equals(HEAD));
            trace.row("run");
            return trace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One stretch of work. */
    public record Event(
            String name,
            String cat,
            double ts,
            double dur,
            int tid,
            @Nullable String stage,
            int iteration) {
        double end() {
            return ts + dur;
        }
    }

    /**
     * Adds what a device did.
     *
     * @param label {@code step@stage:iteration}
     */
    public synchronized void add(String device, String label, long startNanos, long endNanos) {
        int at = label.indexOf('@');
        int colon = label.lastIndexOf(':');
        String name = at < 0 ? label : label.substring(0, at);
        String stage = at < 0 ? null : label.substring(at + 1, colon);
        int iteration = at < 0 ? 0 : Integer.parseInt(label.substring(colon + 1));
        write(name, category(device, label), startNanos, endNanos, row(device), stage, iteration);
    }

    /** Adds a device's job. */
    public void add(Device.Interval job) {
        add(job.device(), job.label(), job.startNanos(), job.endNanos());
    }

    private static String category(String device, String label) {
        if (device.endsWith(" collectives")) {
            return "collective";
        }
        return label.startsWith("reallocate ") ? "move" : "model";
    }

    /** Adds a stretch of the run itself, such as a stage. */
    public synchronized void addRun(String name, String category, long startNanos, long endNanos) {
        write(name, category, startNanos, endNanos, RUN_ROW, null, 0);
    }

    private void write(
            String name, String category, long start, long end, int row, @Nullable String stage, int iteration) {
        ObjectNode event = JSON.createObjectNode()
                .put("name", name)
                .put("cat", category)
                .put("ph", "X")
                .put("ts", (start - originNanos) / 1e3)
                .put("dur", (end - start) / 1e3)
                .put("pid", 0)
                .put("tid", row);
        if (stage != null) {
            event.putObject("args").put("stage", stage).put("iteration", iteration);
        }
        append(event);
    }

    /** The row of a device, named the first time that it is seen. */
    private int row(String device) {
        int row = rows.indexOf(device);
        if (row >= 0) {
            return row;
        }
        rows.add(device);
        ObjectNode name = JSON.createObjectNode()
                .put("name", "thread_name")
                .put("ph", "M")
                .put("pid", 0)
                .put("tid", rows.size() - 1);
        name.putObject("args").put("name", device);
        append(name);
        return rows.size() - 1;
    }

    private void append(ObjectNode event) {
        try {
            out.append(first ? "" : ",\n").append(event.toString());
            first = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try (out) {
            out.append(TAIL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the stretches of a trace, in the order of their start; a trace that was cut short is read as far as it goes. */
    public static List<Event> read(Path runDirectory) {
        var events = new ArrayList<Event>();
        try (var lines = Files.lines(runDirectory.resolve("trace.json"))) {
            lines.map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                    .filter(line -> line.startsWith("{") && line.endsWith("}") && line.contains("\"X\""))
                    .forEach(line -> events.add(event(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events.sort(Comparator.comparingDouble(Event::ts));
        return events;
    }

    private static Event event(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            JsonNode args = node.path("args");
            return new Event(
                    node.path("name").asText(),
                    node.path("cat").asText(),
                    node.path("ts").asDouble(),
                    node.path("dur").asDouble(),
                    node.path("tid").asInt(),
                    args.path("stage").asText(null),
                    args.path("iteration").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
