package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * One iteration as it would unfold: every step starts as soon as the workflow lets it and its device is free.
 *
 * <p>The runtime hands a device each call the moment it is ready and the device works them off in that order, so the
 * simulation does the same: first ready, first run; steps that get ready together run in listed order. Host steps take
 * no device.
 *
 * @param intervals in order of start
 */
public record Timeline(List<Interval> intervals) {

    /** One step's place in time, in seconds from the start of the iteration. */
    public record Interval(Step step, double start, double end) {}

    /** How long a step takes on a device, in seconds. */
    @FunctionalInterface
    public interface Durations {
        double seconds(Step step, Device device);
    }

    public Timeline {
        intervals = List.copyOf(intervals);
    }

    /** Walks one iteration of {@code workflow} with its networks placed as {@code placements} says. */
    public static Timeline simulate(Workflow workflow, Map<Role, Device> placements, Durations durations) {
        var intervals = new ArrayList<Interval>();
        var started = new LinkedHashSet<String>();
        var finished = new HashSet<String>();
        var freeAt = new HashMap<Device, Double>();
        var running = new ArrayList<Interval>();
        double now = 0;
        while (finished.size() < workflow.steps().size()) {
            for (Step step : workflow.ready(started, finished)) {
                Interval interval = place(step, now, placements, durations, freeAt);
                started.add(step.name());
                running.add(interval);
                intervals.add(interval);
            }
            double next = running.stream().mapToDouble(Interval::end).min().orElseThrow();
            now = next;
            running.stream()
                    .filter(each -> each.end() <= next)
                    .forEach(each -> finished.add(each.step().name()));
            running.removeIf(each -> each.end() <= next);
        }
        intervals.sort((a, b) -> Double.compare(a.start(), b.start()));
        return new Timeline(intervals);
    }

    private static Interval place(
            Step step, double now, Map<Role, Device> placements, Durations durations, Map<Device, Double> freeAt) {
        Device device = step.role().map(placements::get).orElse(null);
        if (device == null) {
            return new Interval(step, now, now);
        }
        double start = Math.max(now, freeAt.getOrDefault(device, 0.0));
        double end = start + durations.seconds(step, device);
        freeAt.put(device, end);
        return new Interval(step, start, end);
    }

    /** When the last step ends. */
    public double makespan() {
        return intervals.stream().mapToDouble(Interval::end).max().orElse(0);
    }
}
