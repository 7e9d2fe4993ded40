package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import io.akkord.actors.report.RunRecord.Iteration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the time of a stage went: each step's mean seconds as a bar, beside what the plan had expected of it. */
final class PhaseTimes {

    private static final String PREFIX = "time/";

    private PhaseTimes() {}

    static Optional<Element> of(RunRecord run, String stage) {
        var means = means(run.iterationsOf(stage));
        double wall = means.getOrDefault("iteration", Double.NaN);
        means.remove("iteration");
        means.keySet().removeIf(name -> name.endsWith("share"));
        if (means.isEmpty()) {
            return Optional.empty();
        }
        double longest =
                means.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        var rows = div("phases");
        var kinds = run.kindsOfWork(stage);
        for (var phase : means.entrySet()) {
            int colour = kinds.indexOf(phase.getKey());
            double expected = predicted(run, stage, phase.getKey());
            rows.add(div(
                    "phase",
                    span("phase-name", phase.getKey()),
                    span(
                            "track",
                            span("fill c" + (colour < 0 ? 7 : colour % 7))
                                    .with("style", "width:" + Figures.number(100 * phase.getValue() / longest) + "%")),
                    span("value", Figures.seconds(phase.getValue())),
                    span("unit", expected > 0 ? "planned " + Figures.seconds(expected) : "")));
        }
        var unit = Double.isNaN(wall) ? "mean of an iteration" : "mean; the iteration takes " + Figures.seconds(wall);
        return Optional.of(Element.of(
                        "figure", Element.of("figcaption", div("name", "Time of each step", span("unit", unit))), rows)
                .with("class", "card wide"));
    }

    private static Map<String, Double> means(List<Iteration> iterations) {
        var sums = new LinkedHashMap<String, double[]>();
        for (var iteration : iterations) {
            iteration.metrics().forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    var sum = sums.computeIfAbsent(name.substring(PREFIX.length()), key -> new double[2]);
                    sum[0] += value;
                    sum[1]++;
                }
            });
        }
        var means = new LinkedHashMap<String, Double>();
        sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
        return means;
    }

    private static double predicted(RunRecord run, String stage, String step) {
        for (var one : run.plan().path("stages")) {
            if (one.path("name").asText().equals(stage)) {
                return one.path("predicted_seconds").path(step).asDouble(Double.NaN);
            }
        }
        return Double.NaN;
    }
}
