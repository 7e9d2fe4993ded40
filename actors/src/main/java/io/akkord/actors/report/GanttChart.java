package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;
import static io.akkord.actors.report.LinePlot.label;
import static io.akkord.actors.report.LinePlot.line;

import io.akkord.actors.report.RunRecord.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One iteration as it really went: a row for each device, a bar for each piece of work. What stands above one another ran at the same time. */
final class GanttChart {

    private static final double WIDTH = 1080;
    private static final double LEFT = 108;
    private static final double RIGHT = 14;
    private static final double ROW = 38;
    private static final double BAR = 26;
    private static final double AXIS = 26;

    private GanttChart() {}

    /** The middle iteration of a stage; empty where the trace knows none. */
    static Optional<Element> of(RunRecord run, String stage) {
        var work = run.spans().stream()
                .filter(span -> span.stage().equals(stage) && span.iteration() > 0)
                .filter(span -> !span.category().equals("checkpoint"))
                .toList();
        if (work.isEmpty()) {
            return Optional.empty();
        }
        var iterations = work.stream().map(Span::iteration).distinct().sorted().toList();
        int middle = iterations.get(iterations.size() / 2);
        var spans = work.stream()
                .filter(span -> span.iteration() == middle)
                .sorted(Comparator.comparingDouble(Span::start))
                .toList();
        return Optional.of(chart(run, stage, middle, spans));
    }

    private static Element chart(RunRecord run, String stage, int iteration, List<Span> spans) {
        double begin = spans.getFirst().start();
        double end = spans.stream().mapToDouble(Span::end).max().orElseThrow();
        var time = new Scale(0, Math.max(end - begin, 1e-6), LEFT, WIDTH - RIGHT);
        var devices = spans.stream().map(Span::device).distinct().sorted().toList();
        double height = devices.size() * ROW + AXIS;
        var svg = Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height))
                .with("role", "img")
                .with("aria-label", "one iteration of " + stage + " on each device");
        svg.add(grid(time, height));
        for (int row = 0; row < devices.size(); row++) {
            int device = devices.get(row);
            svg.add(label(
                            LEFT - 10,
                            row * ROW + ROW / 2 + 4,
                            "end",
                            run.devices().getOrDefault(device, "device " + device))
                    .with("class", "device"));
        }
        var kinds = run.kindsOfWork(stage);
        for (var span : spans) {
            double y = devices.indexOf(span.device()) * ROW + (ROW - BAR) / 2;
            svg.add(bar(
                    span,
                    time.at(span.start() - begin),
                    time.at(span.end() - begin),
                    y,
                    kinds.indexOf(span.name()) % 7));
        }
        var caption = Element.of(
                "figcaption",
                div(
                        "name",
                        "Iteration " + iteration + " of " + stage,
                        span(
                                "unit",
                                Figures.seconds(end - begin) + " on " + devices.size()
                                        + (devices.size() == 1 ? " device" : " devices"))),
                legend(run, stage, spans));
        return Element.of("figure", caption, svg).with("class", "card gantt");
    }

    private static Element grid(Scale time, double height) {
        var grid = Element.of("g").with("class", "grid");
        for (double tick : time.ticks(8)) {
            grid.add(line(time.at(tick), 0, time.at(tick), height - AXIS + 4));
            grid.add(label(time.at(tick), height - 8, "middle", tick == 0 ? "0" : Figures.seconds(tick)));
        }
        return grid;
    }

    private static Element bar(Span span, double from, double to, double y, int colour) {
        double width = Math.max(to - from, 0.75);
        var bar = Element.of("g").with("class", "bar c" + colour);
        bar.add(Element.of("rect")
                .with("x", from)
                .with("y", y)
                .with("width", width)
                .with("height", BAR)
                .with("rx", Math.min(4, width / 3)));
        if (width > 7.0 * span.name().length() + 10) {
            bar.add(label(from + width / 2, y + BAR / 2 + 4, "middle", span.name()));
        }
        return bar.add(Element.of("title", span.name() + " " + Figures.seconds(span.seconds())));
    }

    private static Element legend(RunRecord run, String stage, List<Span> spans) {
        var legend = div("now");
        var kinds = run.kindsOfWork(stage);
        for (int i = 0; i < kinds.size(); i++) {
            var kind = kinds.get(i);
            double seconds = spans.stream()
                    .filter(span -> span.name().equals(kind))
                    .mapToDouble(Span::seconds)
                    .sum();
            legend.add(span("key", span("dot c" + i % 7), kind + " ", span("value", Figures.seconds(seconds))));
        }
        return legend;
    }
}
