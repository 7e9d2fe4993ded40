package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import io.akkord.placement.plan.Advice;
import io.akkord.placement.plan.Filling;
import io.akkord.placement.plan.Placement;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Plan.Alternative;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.List;
import java.util.Locale;

/** A page on which plans are drawn: the timeline, the memory, the cuts, and what else there is. */
public final class PlanPage {

    /** A stage with its plan and what would make it better. */
    public record Planned(String stage, Plan plan, List<Advice> advice) {}

    private static final int SHORT = 24;
    private static final char NO_BREAK = '\u00a0';

    private PlanPage() {}

    /** The page as one file. */
    public static String of(List<Planned> stages) {
        var main = div("page");
        stages.forEach(stage -> main.add(section(stage)));
        main.add(Element.of("footer", "Akkord · akkord plan"));
        return Page.of(
                stages.isEmpty() ? "plan" : "plan of " + stages.getFirst().stage(), main);
    }

    private static Element section(Planned stage) {
        Plan plan = stage.plan();
        return Element.of(
                "section",
                Element.of("h1", stage.stage() + " on " + plan.cluster().name()),
                Element.of(
                                "p",
                                plan.cluster().nodes().size() + " nodes, "
                                        + plan.cluster().devices().size() + " devices of "
                                        + plan.cluster()
                                                .devices()
                                                .getFirst()
                                                .kind()
                                                .name())
                        .with("class", "lead"),
                tiles(stage),
                PlanChart.of(plan),
                memory(plan),
                calls(plan),
                alternatives(stage));
    }

    private static Element tiles(Planned stage) {
        Plan plan = stage.plan();
        var tiles = div(
                "tiles",
                tile("tile hero", "an iteration", Figures.seconds(plan.seconds()), "from one to the next, predicted"),
                tile(
                        "tile",
                        "best rule of thumb",
                        plan.heuristics().stream()
                                .filter(rule -> !rule.placements().isEmpty())
                                .findFirst()
                                .map(rule ->
                                        String.format(Locale.ROOT, "%+.0f %%", 100 * (rule.cost() / plan.cost() - 1)))
                                .orElse("–"),
                        plan.heuristics().isEmpty()
                                ? ""
                                : plan.heuristics().getFirst().name()),
                tile(
                        "tile",
                        "could be better by",
                        plan.search().proved() ? "nothing" : "≤ " + Figures.percent(plan.gap()),
                        plan.search().proved() ? "proved" : "what the search could not rule out"),
                tile(
                        "tile",
                        "fullest device",
                        Figures.percent(plan.memory().stream()
                                .mapToDouble(filling -> filling.bytes() / (double) filling.limit())
                                .max()
                                .orElse(0)),
                        "of its memory"));
        return tiles;
    }

    private static Element tile(String style, String name, String value, String note) {
        return div(style, div("tile-name", name), div("tile-value", value), div("tile-note", note));
    }

    private static Element memory(Plan plan) {
        var card = div("card phases");
        for (Filling filling : plan.memory()) {
            double share = filling.bytes() / (double) filling.limit();
            card.add(div(
                    "phase",
                    span("row-name", String.join(", ", plan.cluster().names(filling.devices()))),
                    span(
                            "track c1",
                            span("fill").with("style", String.format(Locale.ROOT, "width:%.1f%%", 100 * share))),
                    span("value", Figures.percent(share)),
                    span("unit", Figures.bytes(filling.bytes()) + " of " + Figures.bytes(filling.limit()))));
        }
        return Element.of("section", Element.of("h2", "Memory", span("facts", "each device at its fullest")), card);
    }

    private static Element calls(Plan plan) {
        var cards = div("plots");
        for (Placement placement : plan.placements()) {
            var card = div("card plan", div("name", placement.call()));
            row(
                    card,
                    "devices",
                    String.join(", ", plan.cluster().names(placement.layout().mesh())));
            row(
                    card,
                    "data × tensor × pipeline",
                    placement.layout().parallelism().toString());
            row(card, "rows together", "" + placement.execution().microBatchRows());
            if (placement.execution().virtualStages() > 1) {
                row(card, "chunks a stage", "" + placement.execution().virtualStages());
            }
            row(card, "recompute", placement.execution().recompute().key());
            if (placement.offloaded()) {
                row(card, "weights between steps", "in the host's memory");
            }
            row(card, "memory", Figures.bytes(placement.memoryBytes()));
            placement.prices().forEach((step, price) -> {
                row(card, step, Figures.seconds(price.seconds()));
                card.add(div("why", Spent.text(price.spending(), 3)));
            });
            cards.add(card);
        }
        return Element.of("section", Element.of("h2", "Cuts"), cards);
    }

    private static Element alternatives(Planned stage) {
        Plan plan = stage.plan();
        var rules = div("card plan", div("name", "Rules of thumb"));
        for (Alternative rule : plan.heuristics()) {
            row(
                    rules,
                    rule.name(),
                    rule.placements().isEmpty()
                            ? "does not fit"
                            : String.format(
                                    Locale.ROOT,
                                    "%s, %+.0f %%",
                                    Figures.cost(plan.objective(), rule.cost()),
                                    100 * (rule.cost() / plan.cost() - 1)));
        }
        var help = div("card plan", div("name", "What would help"));
        for (Advice one : stage.advice()) {
            row(help, one.change(), String.format(Locale.ROOT, "%+.0f %%", 100 * (one.share() - 1)));
        }
        var moves = div("card plan", div("name", "Weights that travel"));
        for (Interval move : plan.moves()) {
            row(moves, move.name(), Figures.seconds(move.seconds()));
        }
        var cards = div("plots", rules);
        if (!stage.advice().isEmpty()) {
            cards.add(help);
        }
        if (!plan.moves().isEmpty()) {
            cards.add(moves);
        }
        return Element.of("section", Element.of("h2", "Beside it"), cards);
    }

    /** A short value stays on one line, whatever stands beside it. */
    private static void row(Element card, String name, String value) {
        String kept = value.length() <= SHORT ? value.replace(' ', NO_BREAK) : value;
        card.add(div("row", span("row-name", name), span("value", kept)));
    }
}
