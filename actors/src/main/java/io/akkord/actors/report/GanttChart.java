package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import io.akkord.actors.report.RunRecord.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One iteration as it really went: a row for each device, a bar for each piece of work. What stands above one another ran at the same time. */
final class GanttChart {

    /** Kinds of work have the same colours here and in {@link PhaseTimes}, which keeps the eighth for the rest. */
    private static final int COLOURS = 7;

    private static final double LEFT = 108;

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
        var devices = spans.stream().map(Span::device).distinct().sorted().toList();
        var chart = new BarChart(
                devices.stream()
                        .map(device -> run.devices().getOrDefault(device, "device " + device))
                        .toList(),
                LEFT,
                end - begin,
                "one iteration of " + stage + " on each device");
        var kinds = run.kindsOfWork(stage);
        for (var span : spans) {
            chart.bar(
                    devices.indexOf(span.device()),
                    span.name(),
                    span.start() - begin,
                    span.end() - begin,
                    kinds.indexOf(span.name()) % COLOURS,
                    span.name() + " " + Figures.seconds(span.seconds()));
        }
        return chart.figure(Element.of(
                "figcaption",
                div(
                        "name",
                        "Iteration " + iteration + " of " + stage,
                        span(
                                "unit",
                                Figures.seconds(end - begin) + " on " + devices.size()
                                        + (devices.size() == 1 ? " device" : " devices"))),
                legend(run, stage, spans)));
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
            legend.add(span("key", span("dot c" + i % COLOURS), kind + " ", span("value", Figures.seconds(seconds))));
        }
        return legend;
    }
}
