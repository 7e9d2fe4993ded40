package io.akkord.actors.cli;

import io.akkord.actors.report.Figures;
import io.akkord.actors.report.Spent;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.plan.Advice;
import io.akkord.placement.plan.Filling;
import io.akkord.placement.plan.Objective;
import io.akkord.placement.plan.Placement;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Plan.Alternative;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan for a terminal: where each call runs, when, what fills the devices, what else there is, and what would help. */
final class PlanText {

    private static final int CHART = 72;
    private static final int BAR = 40;

    private final Plan plan;
    private final List<Advice> advice;
    private final StringBuilder text = new StringBuilder();

    private PlanText(Plan plan, List<Advice> advice) {
        this.plan = plan;
        this.advice = advice;
    }

    /**
     * Lines, each with its end.
     *
     * @param searchSeconds how long the search took
     */
    static String of(Plan plan, List<Advice> advice, double searchSeconds) {
        var text = new PlanText(plan, advice);
        text.line("%s on %s: %s an iteration", plan.workflow(), plan.cluster(), Figures.seconds(plan.seconds()));
        if (plan.objective() != Objective.TIME) {
            text.line("which costs %s", Figures.cost(plan.objective(), plan.cost()));
        }
        text.line("");
        text.calls();
        text.timeline();
        text.memory();
        text.moves();
        text.rules();
        text.certainty(searchSeconds);
        text.limits();
        text.helps();
        return text.text.toString();
    }

    private void calls() {
        var rows = new ArrayList<List<String>>();
        rows.add(
                List.of("step", "devices", "data x tensor x pipeline", "micro-batch", "seconds", "memory", "spent on"));
        for (Placement placement : plan.placements()) {
            placement
                    .prices()
                    .forEach((step, price) -> rows.add(List.of(
                            step,
                            String.join(
                                    ",", plan.cluster().names(placement.layout().mesh())),
                            placement.layout().parallelism() + notes(placement),
                            placement.execution().microBatchRows() + "",
                            Figures.seconds(price.seconds()),
                            Figures.bytes(price.memory().totalBytes()),
                            Spent.text(price.spending(), 2))));
        }
        table(rows, List.of(3, 4, 5));
        line("");
    }

    private static String notes(Placement placement) {
        var execution = placement.execution();
        var notes = new StringBuilder();
        if (execution.virtualStages() > 1) {
            notes.append(" interleaved ").append(execution.virtualStages());
        }
        if (execution.recompute() != Recompute.NONE) {
            notes.append(" recompute ").append(execution.recompute().key());
        }
        if (placement.offloaded()) {
            notes.append(" offloaded");
        }
        return notes.toString();
    }

    private void table(List<List<String>> rows, List<Integer> right) {
        int columns = rows.getFirst().size();
        for (List<String> row : rows) {
            var cells = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(one -> one.get(at).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                String space = " ".repeat(width - cell.length());
                cells.append(column == 0 ? "" : "  ").append(right.contains(column) ? space + cell : cell + space);
            }
            line("%s", cells.toString().stripTrailing());
        }
    }

    /** A row for each set of devices that do the same; a letter for each step, small for moves of weights. */
    private void timeline() {
        List<Interval> intervals = plan.timeline().intervals();
        Map<String, Character> letters = letters(intervals);
        double scale = CHART / plan.timeline().seconds();
        int width = plan.memory().stream()
                .mapToInt(filling -> names(filling).length())
                .max()
                .orElse(0);
        for (Filling filling : plan.memory()) {
            int device = filling.devices().device(0);
            var row = new char[CHART];
            Arrays.fill(row, '.');
            for (Interval interval : intervals) {
                if (interval.isOn(device)) {
                    int from = (int) Math.min(CHART - 1.0, interval.start() * scale);
                    int to = (int) Math.max(from + 1.0, Math.min(CHART, Math.round(interval.end() * scale)));
                    Arrays.fill(row, from, to, letters.getOrDefault(interval.name(), '?'));
                }
            }
            line(
                    "%-" + width + "s  %s  idle %2.0f %%",
                    names(filling),
                    new String(row),
                    100 * plan.timeline().idleShare(device));
        }
        line(
                "%s",
                letters.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining("   ", " ".repeat(width + 2), "")));
        line("");
    }

    private static Map<String, Character> letters(List<Interval> intervals) {
        var letters = new LinkedHashMap<String, Character>();
        for (Interval interval : intervals) {
            if (!letters.containsKey(interval.name())) {
                char first = interval.isMove() ? 'a' : 'A';
                long before = letters.values().stream()
                        .filter(letter -> Character.isLowerCase(letter) == interval.isMove())
                        .count();
                letters.put(interval.name(), (char) (first + Math.min(25, before)));
            }
        }
        return letters;
    }

    private void memory() {
        line("memory of each device at its fullest");
        for (Filling filling : plan.memory()) {
            double share = filling.bytes() / (double) filling.limit();
            int full = (int) Math.round(BAR * share);
            line(
                    "  %s%s  %s of %s  %s",
                    "#".repeat(full),
                    ".".repeat(BAR - full),
                    Figures.bytes(filling.bytes()),
                    Figures.bytes(filling.limit()),
                    names(filling));
        }
        line("");
    }

    private void moves() {
        for (Interval move : plan.moves()) {
            line(
                    "weights travel %s -> %s in %s: %s",
                    String.join(",", plan.cluster().names(move.meshes().getFirst())),
                    String.join(",", plan.cluster().names(move.meshes().getLast())),
                    Figures.seconds(move.seconds()),
                    move.name());
        }
        if (!plan.moves().isEmpty()) {
            line("");
        }
    }

    private void rules() {
        line("rules of thumb beside it");
        for (Alternative rule : plan.heuristics()) {
            line(
                    "  %-46s  %s",
                    rule.name(),
                    rule.placements().isEmpty()
                            ? "does not fit"
                            : String.format(
                                    Locale.ROOT,
                                    "%s  %+.0f %%",
                                    Figures.cost(plan.objective(), rule.cost()),
                                    100 * (rule.cost() / plan.cost() - 1)));
        }
        line("");
    }

    private void certainty(double searchSeconds) {
        if (plan.search().proved()) {
            line("No plan is better: proved in %s.", Figures.seconds(searchSeconds));
        } else {
            line(
                    "No plan is more than %.0f %% better: of %.1e plans, %d plans and bounds were looked at in %s.",
                    100 * plan.gap(),
                    plan.search().options(),
                    plan.search().evaluations(),
                    Figures.seconds(searchSeconds));
        }
    }

    /** The step that takes most of the critical path, and what it spends its time on. */
    private void limits() {
        Map<String, Double> critical = plan.timeline().intervals().stream()
                .filter(Interval::isCritical)
                .collect(Collectors.groupingBy(
                        Interval::name, LinkedHashMap::new, Collectors.summingDouble(Interval::seconds)));
        critical.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .ifPresent(most -> {
                    StepPrice price = plan.placements().stream()
                            .flatMap(placement -> placement.prices().entrySet().stream())
                            .filter(entry -> entry.getKey().equals(most.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(null);
                    line(
                            "Limited by %s, %.0f %% of the critical path%s.",
                            most.getKey(),
                            100 * most.getValue() / plan.timeline().seconds(),
                            price == null ? "" : ", which spends " + Spent.text(price.spending(), 3));
                });
    }

    private void helps() {
        for (Advice one : advice) {
            line("Would help: %s, %+.0f %%.", one.change(), 100 * (one.share() - 1));
        }
    }

    private String names(Filling filling) {
        return String.join(",", plan.cluster().names(filling.devices()));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
