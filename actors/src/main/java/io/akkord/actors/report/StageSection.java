package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import io.akkord.actors.report.LinePlot.Curve;
import io.akkord.actors.report.RunRecord.Iteration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One stage: the curves that people look at first, then its time, then every other metric it reported. */
final class StageSection {

    /** A plot of metrics that belong together, with the name that a newcomer understands. */
    private record Plot(String title, String unit, List<String> metrics) {}

    private static final List<Plot> FIRST = List.of(
            new Plot("Reward", "mean of an iteration's responses", List.of("objective/reward_mean")),
            new Plot("KL", "from the reference, nats a response", List.of("objective/kl")),
            new Plot("Loss", "", List.of("policy/loss", "value/loss", "reward/loss")),
            new Plot("Accuracy", "pairs ranked right", List.of("reward_model/accuracy")),
            new Plot("Response length", "tokens", List.of("response/length_mean")),
            new Plot("Entropy", "nats per token", List.of("policy/entropy")),
            new Plot("Clipped updates", "share of tokens", List.of("policy/clipfrac", "value/clipfrac")),
            new Plot("Gradient norm", "", List.of("policy/grad_norm", "value/grad_norm", "reward/grad_norm")),
            new Plot(
                    "Learning rate",
                    "",
                    List.of("policy/learning_rate", "value/learning_rate", "reward/learning_rate")));

    private StageSection() {}

    static Element of(RunRecord run, String stage) {
        var iterations = run.iterationsOf(stage);
        var left = new LinkedHashSet<String>();
        iterations.forEach(one -> left.addAll(one.metrics().keySet()));
        left.removeIf(name -> name.startsWith("time/") || name.startsWith("busy/"));
        var first = div("plots");
        for (var plot : FIRST) {
            var curves = plot.metrics().stream()
                    .filter(left::contains)
                    .map(name -> curve(iterations, name))
                    .toList();
            if (!curves.isEmpty()) {
                first.add(LinePlot.of(plot.title(), plot.unit(), curves));
            }
            plot.metrics().forEach(left::remove);
        }
        var section = Element.of("section", heading(run, stage, iterations)).with("id", "stage-" + stage);
        section.add(first);
        GanttChart.of(run, stage).ifPresent(section::add);
        PhaseTimes.of(run, stage).ifPresent(section::add);
        if (!left.isEmpty()) {
            section.add(others(iterations, left));
        }
        return section;
    }

    private static Element heading(RunRecord run, String stage, List<Iteration> iterations) {
        var summary = run.summaryOf(stage);
        var facts = new ArrayList<String>();
        var workflow = summary.path("workflow").asText("");
        if (!workflow.isEmpty() && !workflow.equals(stage)) {
            facts.add(workflow);
        }
        int done = iterations.size();
        int of = iterations.isEmpty()
                ? done
                : Math.max(done, iterations.getLast().of());
        facts.add(done == of ? done + (done == 1 ? " iteration" : " iterations") : done + " of " + of + " iterations");
        if (summary.path("seconds").isNumber()) {
            facts.add(Figures.seconds(summary.path("seconds").asDouble()));
        }
        return Element.of("h2", stage, span("facts", String.join(" · ", facts)));
    }

    private static Element others(List<Iteration> iterations, Set<String> names) {
        var plots = div("plots");
        names.forEach(name -> plots.add(LinePlot.of(name, "", List.of(curve(iterations, name)))));
        return Element.of("details", Element.of("summary", "All other metrics (" + names.size() + ")"), plots);
    }

    private static Curve curve(List<Iteration> iterations, String metric) {
        return new Curve(
                metric.contains("/") ? metric.substring(0, metric.indexOf('/')) : metric,
                iterations.stream().mapToDouble(Iteration::iteration).toArray(),
                iterations.stream().mapToDouble(one -> one.metric(metric)).toArray());
    }
}
