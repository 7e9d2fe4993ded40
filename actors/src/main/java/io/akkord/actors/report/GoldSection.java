package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;
import static io.akkord.actors.report.LinePlot.label;
import static io.akkord.actors.report.LinePlot.line;

import io.akkord.actors.report.RunRecord.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proxy against the truth: what the trained reward says of each response, and what the judge that never trained says.
 * A cloud that moves to the right but not up is a reward that was gamed (Gao, Schulman and Hilton 2022).
 */
final class GoldSection {

    private static final double WIDTH = 700;
    private static final double HEIGHT = 340;
    private static final double LEFT = 54;
    private static final double BOTTOM = 40;
    private static final double EDGE = 12;

    private GoldSection() {}

    static Optional<Element> of(RunRecord run) {
        var judged = run.samples().stream()
                .filter(sample -> Double.isFinite(sample.score()) && Double.isFinite(sample.gold()))
                .toList();
        if (judged.isEmpty()) {
            return Optional.empty();
        }
        var xAxis = Scale.over(judged.stream().mapToDouble(Sample::score).toArray(), LEFT, WIDTH - EDGE);
        var yAxis = Scale.over(judged.stream().mapToDouble(Sample::gold).toArray(), HEIGHT - BOTTOM, EDGE);
        var svg = Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT))
                .with("role", "img")
                .with("aria-label", "reward of each response against the gold judgement")
                .add(grid(xAxis, yAxis));
        var whens = List.of("before", "during", "after");
        var legend = div("now");
        for (int i = 0; i < whens.size(); i++) {
            var when = whens.get(i);
            var some =
                    judged.stream().filter(sample -> sample.when().equals(when)).toList();
            if (!some.isEmpty()) {
                svg.add(cloud(some, when, xAxis, yAxis));
                legend.add(span("key", span("dot " + when), when + " ", span("value", String.valueOf(some.size()))));
            }
        }
        var caption = Element.of(
                "figcaption",
                div("name", "Proxy against gold", span("unit", "one dot a response; the ring is the mean")),
                legend);
        var section = Element.of(
                        "section",
                        Element.of("h2", "Is the gain real?", span("facts", "the gold judge was never trained on")))
                .with("id", "gold");
        String alarm = run.summary().path("gold").path("alarm").asText("");
        if (!alarm.isEmpty()) {
            section.add(Element.of("p", "Alarm: " + alarm + ".").with("class", "notice alarm"));
        }
        return Optional.of(
                section.add(div("pair", Element.of("figure", caption, svg).with("class", "card plot"), verdict(run))));
    }

    private static Element grid(Scale xAxis, Scale yAxis) {
        var grid = Element.of("g").with("class", "grid");
        for (double tick : yAxis.ticks(5)) {
            grid.add(line(LEFT, yAxis.at(tick), WIDTH - EDGE, yAxis.at(tick)));
            grid.add(label(LEFT - 8, yAxis.at(tick) + 4, "end", Figures.number(tick)));
        }
        for (double tick : xAxis.ticks(7)) {
            grid.add(label(xAxis.at(tick), HEIGHT - BOTTOM + 18, "middle", Figures.number(tick)));
        }
        grid.add(label(WIDTH - EDGE, HEIGHT - 4, "end", "trained reward →"));
        grid.add(label(LEFT, HEIGHT - 4, "start", "↑ gold"));
        return grid;
    }

    private static Element cloud(List<Sample> samples, String when, Scale xAxis, Scale yAxis) {
        var cloud = Element.of("g").with("class", "cloud " + when);
        for (var sample : samples) {
            cloud.add(Element.of("circle", Element.of("title", sample.response()))
                    .with("cx", xAxis.at(sample.score()))
                    .with("cy", yAxis.at(sample.gold()))
                    .with("r", 3.2));
        }
        double score = samples.stream().mapToDouble(Sample::score).average().orElseThrow();
        double gold = samples.stream().mapToDouble(Sample::gold).average().orElseThrow();
        return cloud.add(Element.of("circle")
                .with("class", "mean")
                .with("cx", xAxis.at(score))
                .with("cy", yAxis.at(gold))
                .with("r", 9));
    }

    private static Element verdict(RunRecord run) {
        var gold = run.summary().path("gold");
        var card = div("card verdict");
        if (gold.path("win_rate").isNumber()) {
            double rate = gold.path("win_rate").asDouble();
            card.add(div("name", "Head to head", span("unit", "same prompts, judged by gold")));
            card.add(div(
                    "versus",
                    span("after").with("style", "flex-grow:" + Figures.number(100 * rate)),
                    span("before").with("style", "flex-grow:" + Figures.number(100 - 100 * rate))));
            card.add(div(
                    "versus-names",
                    span("value", "aligned wins " + Figures.percent(rate)),
                    span("unit", "before " + Figures.percent(1 - rate))));
            card.add(row("mean gold before", gold.path("baseline").asDouble(Double.NaN)));
            card.add(row("mean gold after", gold.path("aligned").asDouble(Double.NaN)));
            card.add(Element.of("p", "A cloud that moves right but not up is a reward that was gamed."));
        } else {
            card.add(div("name", "Not judged yet", span("unit", "the verdict comes with the end of the run")));
        }
        return card;
    }

    private static Element row(String name, double value) {
        return div("row", span("row-name", name), span("value", Figures.number(value)));
    }
}
