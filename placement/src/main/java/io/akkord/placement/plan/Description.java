package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in a few lines what was chosen, why, and what came second. */
final class Description {

    private final StringBuilder text = new StringBuilder();
    private final double seconds;

    Description(String workflow, Map<Role, Device> placements, Timeline timeline) {
        this.seconds = timeline.makespan();
        double busy = timeline.intervals().stream()
                .mapToDouble(each -> each.end() - each.start())
                .sum();
        line("%s: %s", workflow, placed(placements));
        line("one iteration takes %s for %s of device work", seconds(seconds), seconds(busy));
        for (String overlap : overlaps(timeline.intervals())) {
            line("%s", overlap);
        }
    }

    void runnerUp(Map<Role, Device> placements, double itsSeconds) {
        if (itsSeconds > seconds) {
            line("runner-up, %.0f %% slower: %s", 100 * (itsSeconds / seconds - 1), placed(placements));
        } else {
            line("as fast: %s; the first listed wins", placed(placements));
        }
    }

    void search(int tried, boolean exhaustive) {
        line(
                exhaustive ? "%d assignments fit, all were simulated" : "too many assignments to try all: %d simulated",
                tried);
    }

    private static String placed(Map<Role, Device> placements) {
        var byDevice = new LinkedHashMap<String, List<String>>();
        placements.forEach((role, device) ->
                byDevice.computeIfAbsent(device.name(), _ -> new ArrayList<>()).add(role.key()));
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
                if (shared > 0) {
                    lines.add(first.step().name() + " overlaps " + later.step().name() + " for " + seconds(shared));
                }
            }
        }
        return lines;
    }

    private static String seconds(double seconds) {
        return seconds >= 1
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f ms", 1000 * seconds);
    }

    static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private void line(String format, Object... values) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(String.format(Locale.ROOT, format, values));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
