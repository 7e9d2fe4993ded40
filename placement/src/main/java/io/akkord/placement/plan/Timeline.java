package io.akkord.placement.plan;

import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.plan.IterationGraph.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Iterations as they would unfold under a plan.
 *
 * @param intervals in order of start; host steps and moves that move nothing are left out
 * @param iterations how many were played
 * @param seconds when the last task ends
 */
public record Timeline(List<Interval> intervals, int iterations, double seconds) {

    /**
     * One task's place in time.
     *
     * @param name of the step, or {@code move CALL}
     * @param iteration from 0
     * @param start in seconds from the start of the first iteration
     * @param end in seconds from there
     * @param meshes the devices it occupies: one mesh for a step, two for a move
     * @param isMove whether weights travel
     * @param isCritical whether the iterations would be shorter if it were
     */
    public record Interval(
            String name,
            int iteration,
            double start,
            double end,
            List<Mesh> meshes,
            boolean isMove,
            boolean isCritical) {

        /** How long it takes. */
        public double seconds() {
            return end - start;
        }

        /** Whether it occupies a device. */
        public boolean isOn(int device) {
            return meshes.stream().anyMatch(mesh -> mesh.contains(device));
        }
    }

    public Timeline {
        intervals = List.copyOf(intervals);
    }

    /** Reads off a simulation that has just been played. */
    static Timeline of(IterationGraph graph, PlanProblem.Evaluation played) {
        Simulation simulation = played.simulation();
        Set<Integer> critical = critical(graph, simulation);
        Option[] chosen = played.chosen();
        var intervals = new ArrayList<Interval>();
        int tasks = graph.tasks().size();
        for (int number = 0; number < tasks * simulation.iterations(); number++) {
            Task task = graph.tasks().get(number % tasks);
            double start = simulation.startOf(number);
            double end = simulation.endOfTask(number);
            if (task.call() >= 0 && end > start) {
                var meshes = new ArrayList<Mesh>();
                meshes.add(chosen[task.call()].layout().mesh());
                if (task.isMove()) {
                    meshes.addFirst(chosen[task.source()].layout().mesh());
                }
                intervals.add(new Interval(
                        task.name(),
                        number / tasks,
                        start,
                        end,
                        List.copyOf(meshes),
                        task.isMove(),
                        critical.contains(number)));
            }
        }
        intervals.sort((a, b) -> Double.compare(a.start(), b.start()));
        return new Timeline(intervals, simulation.iterations(), simulation.endOf(simulation.iterations() - 1));
    }

    /** Back from the task that ends last, each time to the one that let it start. */
    private static Set<Integer> critical(IterationGraph graph, Simulation simulation) {
        int all = graph.tasks().size() * simulation.iterations();
        int task = 0;
        for (int other = 1; other < all; other++) {
            if (simulation.endOfTask(other) > simulation.endOfTask(task)) {
                task = other;
            }
        }
        var critical = new HashSet<Integer>();
        for (; task >= 0 && critical.add(task); task = simulation.causeOf(task)) {}
        return critical;
    }

    /** Share of the time in which a device does nothing, in [0, 1]. */
    public double idleShare(int device) {
        double busy = intervals.stream()
                .filter(interval -> interval.isOn(device))
                .mapToDouble(Interval::seconds)
                .sum();
        return seconds == 0 ? 0 : Math.max(0, 1 - busy / seconds);
    }
}
