package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.actors.run.StageFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The top of the report: what ran, how much better the model is, and what it cost. */
final class Overview {

    private Overview() {}

    static Element of(RunRecord run) {
        var tiles = div("tiles");
        for (var stage : run.stages().reversed()) {
            var summary = run.summaryOf(stage);
            if (summary.path("reward_last").isNumber()
                    && summary.path("reward_sd_first").asDouble() > 0) {
                tiles.add(rewardTile(stage, summary));
                break;
            }
        }
        for (String stage : run.stages().reversed()) {
            List<StageFigure> figures = run.figuresOf(stage);
            figures.forEach(figure -> tiles.add(tile(
                    figure.name() + " of " + stage,
                    Figures.number(figure.last()),
                    "on held-out rows; " + Figures.number(figure.first()) + " before")));
            if (!figures.isEmpty()) {
                break;
            }
        }
        var gold = run.summary().path("gold");
        if (gold.path("win_rate").isNumber()) {
            tiles.add(tile(
                    "Gold win rate",
                    Figures.percent(gold.path("win_rate").asDouble()),
                    "aligned " + Figures.number(gold.path("aligned").asDouble()) + " against "
                            + Figures.number(gold.path("baseline").asDouble()) + " before"));
        }
        lastNumber(run, "kl_last")
                .ifPresent(kl ->
                        tiles.add(tile("KL per response", Figures.number(kl), "nats from the reference, at the end")));
        var summary = run.summary();
        lastNumber(run, "perplexity_last")
                .ifPresent(perplexity -> tiles.add(tile(
                        "Perplexity",
                        Figures.number(perplexity),
                        "of its text under the reference; "
                                + lastNumber(run, "perplexity_first")
                                        .map(Figures::number)
                                        .orElse("unknown") + " before")));
        if (summary.path("seconds").isNumber()) {
            tiles.add(tile("Time", Figures.seconds(summary.path("seconds").asDouble()), cost(summary)));
        }
        var header = Element.of(
                "header",
                Element.of("h1", run.title()),
                Element.of("p", sentence(run)).with("class", "lead"));
        if (!run.isFinished()) {
            header.add(Element.of("p", "This run has not finished: what follows is what it wrote so far.")
                    .with("class", "notice"));
        }
        return header.add(tiles).add(strip(run));
    }

    private static String cost(JsonNode summary) {
        var cost = new ArrayList<String>();
        if (summary.path("peak_rss_bytes").asDouble() > 0) {
            cost.add(Figures.bytes(summary.path("peak_rss_bytes").asDouble()) + " resident");
        }
        if (summary.path("orchestration_share").isNumber()) {
            cost.add(Figures.percent(summary.path("orchestration_share").asDouble()) + " orchestration");
        }
        return String.join(", ", cost);
    }

    private static String sentence(RunRecord run) {
        var stages = run.stages();
        if (stages.isEmpty()) {
            return "No iteration was finished.";
        }
        return (stages.size() == 1 ? "One stage: " : stages.size() + " stages: ") + String.join(", then ", stages)
                + ". " + run.iterations().size() + " iterations in all.";
    }

    private static Element rewardTile(String stage, JsonNode summary) {
        double first = summary.path("reward_first").asDouble();
        double last = summary.path("reward_last").asDouble();
        double gain = (last - first) / summary.path("reward_sd_first").asDouble();
        return tile(
                        "Reward of " + stage,
                        Figures.signed(gain) + " sd",
                        "from " + Figures.number(first) + " to " + Figures.number(last)
                                + ", in standard deviations of the start")
                .with("class", "tile hero");
    }

    private static Element tile(String name, String value, String note) {
        return div("tile", div("tile-name", name), div("tile-value", value), div("tile-note", note));
    }

    private static Optional<Double> lastNumber(RunRecord run, String key) {
        return run.stages().reversed().stream()
                .map(stage -> run.summaryOf(stage).path(key))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .findFirst();
    }

    /** The stages side by side, each as wide as its share of the time. */
    private static Element strip(RunRecord run) {
        var strip = Element.of("nav").with("class", "strip");
        List<String> stages = run.stages();
        for (int i = 0; i < stages.size(); i++) {
            double seconds = seconds(run, stages.get(i));
            strip.add(Element.of("a", span("strip-name", stages.get(i)), span("strip-time", Figures.seconds(seconds)))
                    .with("href", "#stage-" + stages.get(i))
                    .with("class", "c" + i % 8)
                    .with("style", "flex-grow:" + Math.max(1, Math.round(seconds * 1000))));
        }
        return strip;
    }

    private static double seconds(RunRecord run, String stage) {
        var told = run.summaryOf(stage).path("seconds");
        return told.isNumber()
                ? told.asDouble()
                : run.iterationsOf(stage).stream()
                        .mapToDouble(one -> one.metrics().getOrDefault("time/iteration", 0.0))
                        .sum();
    }
}
