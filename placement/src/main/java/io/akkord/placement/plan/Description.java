package io.akkord.placement.plan;

import io.akkord.placement.plan.Plan.Alternative;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in a few lines what was chosen, why, and what came second. */
final class Description {

    private Description() {}

    static String of(Plan plan) {
        var lines = new ArrayList<String>();
        lines.add(plan.workflow() + ": " + placed(plan.placements(), plan));
        double busy = plan.timeline().intervals().stream()
                .mapToDouble(Interval::seconds)
                .sum();
        lines.add("one iteration takes " + seconds(plan.seconds()) + " for "
                + seconds(busy / plan.timeline().iterations()) + " of device work");
        lines.addAll(overlaps(plan.timeline().intervals()));
        for (Alternative other : plan.heuristics()) {
            double slower = other.cost() / plan.cost() - 1;
            if (other.placements().isEmpty()) {
                lines.add(other.name() + ": does not fit");
            } else if (slower > 1e-9) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s: %.0f %% slower, %s",
                        other.name(),
                        100 * slower,
                        placed(other.placements(), plan)));
            }
        }
        lines.add(
                plan.search().proved()
                        ? String.format(
                                Locale.ROOT,
                                "no plan is faster: proved over %.0f plans",
                                plan.search().options())
                        : String.format(
                                Locale.ROOT,
                                "no plan is more than %.0f %% faster; %d looked at",
                                100 * plan.gap(),
                                plan.search().evaluations()));
        return String.join("\n", lines);
    }

    private static String placed(List<Placement> placements, Plan plan) {
        var byDevice = new LinkedHashMap<String, List<String>>();
        for (Placement placement : placements) {
            int first = placement.layout().mesh().device(0);
            String where = placement.layout().mesh().size() == 1
                    ? plan.cluster().devices().get(first).name()
                    : placement.layout().toString();
            byDevice.computeIfAbsent(where, _ -> new ArrayList<>()).add(placement.call());
        }
        return byDevice.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + " on " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    /** Why the plan is short: which steps run side by side. */
    private static List<String> overlaps(List<Interval> intervals) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < intervals.size(); i++) {
            for (Interval later : intervals.subList(i + 1, intervals.size())) {
                Interval first = intervals.get(i);
                double shared = Math.min(first.end(), later.end()) - Math.max(first.start(), later.start());
                if (shared > 0 && !first.isMove() && !later.isMove()) {
                    lines.add(first.name() + " overlaps " + later.name() + " for " + seconds(shared));
                }
            }
        }
        return lines;
    }

    static String seconds(double seconds) {
        return seconds >= 1
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f ms", 1000 * seconds);
    }
}
