package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import io.akkord.placement.plan.Filling;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.List;

/** Iterations as a plan foresees them: a row for each set of devices that do the same, a bar for each step or move. */
final class PlanChart {

    private static final double LEFT = 150;

    private PlanChart() {}

    static Element of(Plan plan) {
        List<Filling> rows = plan.memory();
        var chart = new BarChart(
                rows.stream()
                        .map(row -> String.join(", ", plan.cluster().names(row.devices())))
                        .toList(),
                LEFT,
                plan.timeline().seconds(),
                "the plan's iterations on each set of devices");
        List<String> names = plan.timeline().intervals().stream()
                .map(Interval::name)
                .distinct()
                .toList();
        for (int row = 0; row < rows.size(); row++) {
            for (Interval interval : plan.timeline().intervals()) {
                if (interval.isOn(rows.get(row).devices().device(0))) {
                    chart.bar(
                            row,
                            interval.name(),
                            interval.start(),
                            interval.end(),
                            names.indexOf(interval.name()) % BarChart.COLOURS,
                            title(interval));
                }
            }
        }
        return chart.figure(Element.of(
                "figcaption",
                div(
                        "name",
                        plan.timeline().iterations() == 1
                                ? "One iteration"
                                : plan.timeline().iterations() + " iterations",
                        span("unit", Figures.seconds(plan.timeline().seconds()))),
                legend(plan, names)));
    }

    private static String title(Interval interval) {
        return interval.name() + " " + Figures.seconds(interval.seconds())
                + (interval.isCritical() ? ", on the critical path" : "");
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
            legend.add(span(
                    "key", span("dot c" + i % BarChart.COLOURS), name + " ", span("value", Figures.seconds(seconds))));
        }
        return legend;
    }
}
