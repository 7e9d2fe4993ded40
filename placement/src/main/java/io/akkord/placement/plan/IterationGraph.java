package io.akkord.placement.plan;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One iteration as tasks with numbers: the workflow's steps, and before them the moves of weights they may need.
 *
 * <p>A network that trains in one layout and is used in another gets its weights moved there after each training, just
 * before the use. Whether layouts differ is not known yet: a move between equal ones will take no time and no device.
 * Edges reach into later iterations, too: weights are waited for across them, by as many versions as the regime allows.
 */
final class IterationGraph {

    /**
     * A task.
     *
     * @param name of the step, or {@code move CALL}
     * @param step null for a move
     * @param call place of the call that runs it, -1 for the host
     * @param source place of the training call that a move starts from, -1 for a step
     */
    record Task(String name, @Nullable Step step, int call, int source) {

        boolean isMove() {
            return source >= 0;
        }
    }

    /**
     * A task that waits for another.
     *
     * @param iterations by how many iterations later the waiting one is
     * @param streamed whether it may begin with the first part of what the other yields
     */
    record Edge(int from, int to, int iterations, boolean streamed) {}

    private final Workflow workflow;
    private final List<Call> calls;
    private final Regime regime;
    private final List<Task> tasks = new ArrayList<>();
    private final Set<Edge> edges = new LinkedHashSet<>();
    private final Map<Step, Integer> taskOf = new HashMap<>();

    private IterationGraph(Workflow workflow, List<Call> calls, Regime regime) {
        this.workflow = workflow;
        this.calls = calls;
        this.regime = regime;
    }

    static IterationGraph of(Workflow workflow, List<Call> calls, Regime regime) {
        var graph = new IterationGraph(workflow, calls, regime);
        graph.addTasks();
        graph.addOrder();
        if (regime.boundary()) {
            graph.addBoundary();
        } else {
            graph.addVersions();
        }
        return graph;
    }

    List<Task> tasks() {
        return tasks;
    }

    List<Edge> edges() {
        return List.copyOf(edges);
    }

    Regime regime() {
        return regime;
    }

    /** Which of its call's steps a task is; 0 for moves and the host. */
    int placeInCall(int number) {
        Task task = tasks.get(number);
        return task.step() == null || task.call() < 0
                ? 0
                : calls.get(task.call()).steps().indexOf(task.step());
    }

    private void addTasks() {
        for (Step step : workflow.steps()) {
            int call = callOf(step);
            int source = call < 0 ? -1 : sourceOf(call);
            if (source >= 0 && isFirstUseOfItsWeights(step)) {
                tasks.add(new Task("move " + calls.get(call).name(), null, call, source));
                addEdge(tasks.size() - 1, tasks.size(), 0, false);
            }
            taskOf.put(step, tasks.size());
            tasks.add(new Task(step.name(), step, call, -1));
        }
    }

    private int callOf(Step step) {
        for (int call = 0; call < calls.size(); call++) {
            if (calls.get(call).steps().contains(step)) {
                return call;
            }
        }
        return -1;
    }

    /** The call that trains the network of a call which does not, or -1. */
    private int sourceOf(int call) {
        for (int other = 0; other < calls.size(); other++) {
            boolean sameNetwork = calls.get(other).network() == calls.get(call).network();
            if (sameNetwork && calls.get(other).trains() && !calls.get(call).trains()) {
                return other;
            }
        }
        return -1;
    }

    /** Whether the network has learned since the step's call had it last. */
    private boolean isFirstUseOfItsWeights(Step step) {
        List<Step> steps = workflow.steps();
        int place = steps.indexOf(step);
        Call call = calls.get(callOf(step));
        for (int back = 1; back <= steps.size(); back++) {
            Step earlier = steps.get(Math.floorMod(place - back, steps.size()));
            if (trains(earlier, call.network())) {
                return true;
            }
            if (call.steps().contains(earlier)) {
                return false;
            }
        }
        return false;
    }

    private static boolean trains(Step step, Role network) {
        return step instanceof Step.Train train && train.network() == network;
    }

    /** The task that brings a step its weights: a move where there is one, else the step itself. */
    private int entry(Step step) {
        int task = task(step);
        return task > 0
                        && tasks.get(task - 1).isMove()
                        && tasks.get(task - 1).call() == tasks.get(task).call()
                ? task - 1
                : task;
    }

    private int task(Step step) {
        Integer task = taskOf.get(step);
        if (task == null) {
            throw new IllegalStateException("no task for " + step.name());
        }
        return task;
    }

    private void addOrder() {
        for (Step step : workflow.steps()) {
            for (Step earlier : workflow.before(step)) {
                boolean streamed = regime.streaming()
                        && earlier instanceof Step.Generate
                        && step instanceof Step.Infer
                        && earlier.outputs().containsAll(step.inputs());
                boolean brings =
                        step.role().filter(role -> trains(earlier, role)).isPresent();
                addEdge(task(earlier), brings ? entry(step) : task(step), 0, streamed);
            }
        }
    }

    /** What waits for nothing of its own iteration waits for all of the one before. */
    private void addBoundary() {
        var followed = new LinkedHashSet<Integer>();
        var waiting = new LinkedHashSet<Integer>();
        for (Edge edge : edges) {
            followed.add(edge.from());
            waiting.add(edge.to());
        }
        for (int last = 0; last < tasks.size(); last++) {
            for (int first = 0; first < tasks.size(); first++) {
                if (!followed.contains(last) && !waiting.contains(first)) {
                    addEdge(last, first, 1, false);
                }
            }
        }
    }

    private void addVersions() {
        List<Step> steps = workflow.steps();
        for (int place = 0; place < steps.size(); place++) {
            Step step = steps.get(place);
            int lag = step instanceof Step.Generate ? regime.staleness() : 0;
            for (Role network : step.roles()) {
                Step teacher = lastTraining(network);
                boolean learnedAlready = steps.subList(0, place).stream().anyMatch(earlier -> trains(earlier, network));
                if (teacher != null && !learnedAlready) {
                    addEdge(task(teacher), entry(step), 1 + lag, false);
                }
            }
            addEdge(task(step), task(step), 1, false);
            for (int later = place; later < steps.size(); later++) {
                Step writer = steps.get(later);
                if (writer.outputs().stream().anyMatch(column -> column.isCarried() && reads(step, column))) {
                    addEdge(task(writer), task(step), 1, false);
                }
            }
        }
    }

    private static boolean reads(Step step, Column<?> column) {
        return step.inputs().contains(column) || step.outputs().contains(column);
    }

    private @Nullable Step lastTraining(Role network) {
        return workflow.steps().reversed().stream()
                .filter(step -> trains(step, network))
                .findFirst()
                .orElse(null);
    }

    private void addEdge(int from, int to, int iterations, boolean streamed) {
        edges.add(new Edge(from, to, iterations, streamed));
    }
}
