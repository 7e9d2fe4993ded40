package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;
import static io.akkord.actors.report.LinePlot.label;
import static io.akkord.actors.report.LinePlot.line;

import io.akkord.placement.plan.Filling;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.List;
import java.util.Locale;

/** Iterations as a plan foresees them: a row for each set of devices that do the same, a bar for each step or move. */
final class PlanChart {

    private static final double WIDTH = 1080;
    private static final double LEFT = 150;
    private static final double RIGHT = 14;
    private static final double ROW = 38;
    private static final double BAR = 26;
    private static final double AXIS = 26;

    private PlanChart() {}

    static Element of(Plan plan) {
        List<Filling> rows = plan.memory();
        var time = new Scale(0, Math.max(plan.timeline().seconds(), 1e-9), LEFT, WIDTH - RIGHT);
        double height = rows.size() * ROW + AXIS;
        var svg = Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height))
                .with("role", "img")
                .with("aria-label", "the plan's iterations on each set of devices");
        svg.add(grid(time, height));
        List<String> names = plan.timeline().intervals().stream()
                .map(Interval::name)
                .distinct()
                .toList();
        for (int row = 0; row < rows.size(); row++) {
            Filling devices = rows.get(row);
            String label = String.join(", ", plan.cluster().names(devices.devices()));
            svg.add(label(LEFT - 10, row * ROW + ROW / 2 + 4, "end", label).with("class", "device"));
            for (Interval interval : plan.timeline().intervals()) {
                if (interval.isOn(devices.devices().device(0))) {
                    svg.add(bar(interval, time, row * ROW + (ROW - BAR) / 2, names.indexOf(interval.name()) % 8));
                }
            }
        }
        var caption = Element.of(
                "figcaption",
                div(
                        "name",
                        plan.timeline().iterations() == 1
                                ? "One iteration"
                                : plan.timeline().iterations() + " iterations",
                        span("unit", Figures.seconds(plan.timeline().seconds()))),
                legend(plan, names));
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

    private static Element bar(Interval interval, Scale time, double y, int colour) {
        double from = time.at(interval.start());
        double width = Math.max(time.at(interval.end()) - from, 0.75);
        var bar = Element.of("g").with("class", "bar c" + colour);
        bar.add(Element.of("rect")
                .with("x", from)
                .with("y", y)
                .with("width", width)
                .with("height", BAR)
                .with("rx", Math.min(4, width / 3)));
        if (width > 7.0 * interval.name().length() + 10) {
            bar.add(label(from + width / 2, y + BAR / 2 + 4, "middle", interval.name()));
        }
        return bar.add(Element.of(
                "title",
                interval.name() + " " + Figures.seconds(interval.seconds())
                        + (interval.isCritical() ? ", on the critical path" : "")));
    }

    private static Element legend(Plan plan, List<String> names) {
        var legend = div("now");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            double seconds = plan.timeline().intervals().stream()
                    .filter(interval -> interval.name().equals(name))
                    .mapToDouble(Interval::seconds)
                    .max()
                    .orElse(0);
            legend.add(span("key", span("dot c" + i % 8), name + " ", span("value", Figures.seconds(seconds))));
        }
        return legend;
    }
}
