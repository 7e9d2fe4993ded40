package io.akkord.placement.plan;

import io.akkord.placement.plan.IterationGraph.Edge;
import io.akkord.placement.plan.IterationGraph.Task;
import java.util.Arrays;
import java.util.List;

/**
 * Plays a few iterations through: each task starts when all it waits for has ended and its devices are free.
 *
 * <p>Devices take tasks in the order in which they got ready, as the runtime's do: it hands out each call the moment its
 * inputs are there. Ties go to the earlier iteration, then to the step listed first. All is kept in arrays that are
 * filled anew for each plan: the search plays some hundred thousand plans a second, one thread one simulation.
 *
 * <p>A task occupies the devices of one call, a move those of two. Which calls share devices is all that is known of them.
 */
final class Simulation {

    /** Rows reach a streamed consumer in so many parts. */
    private static final int PARTS = 8;

    private final int tasks;
    private final int horizon;
    private final int calls;
    private final int[] callOf;
    private final int[] sourceOf;
    private final double[] columnSeconds;
    private final int[] firstEdge;
    private final int[] edgeTo;
    private final int[] edgeIterations;
    private final boolean[] edgeStreamed;
    private final int[] waits;

    private final double[] start;
    private final double[] end;
    private final double[] ready;
    private final double[] least;
    private final int[] cause;
    private final int[] waiting;
    private final int[] queue;
    private final double[] freeAt;
    private final int[] lastOn;
    private int queued;

    /** Working space for one thread. */
    Simulation(IterationGraph graph, int calls, Prices prices) {
        List<Task> list = graph.tasks();
        this.tasks = list.size();
        this.horizon = graph.regime().horizon();
        this.calls = calls;
        this.callOf = list.stream().mapToInt(Task::call).toArray();
        this.sourceOf = list.stream().mapToInt(Task::source).toArray();
        this.columnSeconds = list.stream()
                .mapToDouble(task -> task.step() == null || task.call() < 0 ? 0 : prices.columnSeconds(task.step()))
                .toArray();
        List<Edge> edges = graph.edges().stream()
                .sorted((a, b) -> Integer.compare(a.from(), b.from()))
                .toList();
        this.firstEdge = new int[tasks + 1];
        edges.forEach(edge -> firstEdge[edge.from() + 1]++);
        Arrays.parallelPrefix(firstEdge, Integer::sum);
        this.edgeTo = edges.stream().mapToInt(Edge::to).toArray();
        this.edgeIterations = edges.stream().mapToInt(Edge::iterations).toArray();
        this.edgeStreamed = new boolean[edges.size()];
        for (int i = 0; i < edges.size(); i++) {
            edgeStreamed[i] = edges.get(i).streamed();
        }
        int all = tasks * horizon;
        this.waits = new int[all];
        for (Edge edge : edges) {
            for (int iteration = edge.iterations(); iteration < horizon; iteration++) {
                waits[iteration * tasks + edge.to()]++;
            }
        }
        this.start = new double[all];
        this.end = new double[all];
        this.ready = new double[all];
        this.least = new double[all];
        this.cause = new int[all];
        this.waiting = new int[all];
        this.queue = new int[all];
        this.freeAt = new double[calls];
        this.lastOn = new int[calls];
    }

    /**
     * Plays all iterations.
     *
     * @param seconds of each task
     * @param clash which calls share a device, {@code [call * calls + call]}
     * @return seconds from one iteration to the next once they are alike
     * @throws IllegalStateException if tasks wait for each other in a circle
     */
    double play(double[] seconds, boolean[] clash) {
        Arrays.fill(ready, 0);
        Arrays.fill(least, 0);
        Arrays.fill(cause, -1);
        Arrays.fill(freeAt, 0);
        Arrays.fill(lastOn, -1);
        System.arraycopy(waits, 0, waiting, 0, waiting.length);
        queued = 0;
        for (int task = 0; task < waiting.length; task++) {
            if (waiting[task] == 0) {
                queue[queued++] = task;
            }
        }
        int played = 0;
        while (queued > 0) {
            int task = take();
            place(task, seconds[task % tasks], clash);
            release(task, clash);
            played++;
        }
        if (played < waiting.length) {
            throw new IllegalStateException("steps wait for each other in a circle");
        }
        return period();
    }

    /** The queued task that got ready first; the queue is short, so it is searched. */
    private int take() {
        int best = 0;
        for (int i = 1; i < queued; i++) {
            double difference = ready[queue[i]] - ready[queue[best]];
            if (difference < 0 || difference == 0 && queue[i] < queue[best]) {
                best = i;
            }
        }
        int task = queue[best];
        queue[best] = queue[--queued];
        return task;
    }

    private void place(int task, double seconds, boolean[] clash) {
        int call = callOf[task % tasks];
        int source = sourceOf[task % tasks];
        double from = ready[task];
        boolean idle = source >= 0 && seconds == 0;
        if (call >= 0 && !idle) {
            from = after(task, call, from);
            if (source >= 0) {
                from = after(task, source, from);
            }
        }
        start[task] = from;
        end[task] = Math.max(from + seconds, least[task] + seconds / PARTS);
        if (call >= 0 && !idle) {
            occupy(task, call, clash);
            if (source >= 0) {
                occupy(task, source, clash);
            }
        }
    }

    private double after(int task, int call, double from) {
        if (freeAt[call] > from) {
            cause[task] = lastOn[call];
            return freeAt[call];
        }
        return from;
    }

    private void occupy(int task, int call, boolean[] clash) {
        for (int other = 0; other < calls; other++) {
            if (clash[call * calls + other] && freeAt[other] < end[task]) {
                freeAt[other] = end[task];
                lastOn[other] = task;
            }
        }
    }

    private void release(int task, boolean[] clash) {
        int iteration = task / tasks;
        int step = task % tasks;
        for (int edge = firstEdge[step]; edge < firstEdge[step + 1]; edge++) {
            int later = iteration + edgeIterations[edge];
            if (later >= horizon) {
                continue;
            }
            int next = later * tasks + edgeTo[edge];
            double at = end[task];
            if (areApart(callOf[step], callOf[edgeTo[edge]], clash)) {
                double length = edgeStreamed[edge] ? (end[task] - start[task]) / PARTS : end[task] - start[task];
                at = start[task] + length + columnSeconds[step];
                least[next] = Math.max(least[next], end[task]);
            }
            if (at > ready[next] || cause[next] < 0) {
                ready[next] = Math.max(at, ready[next]);
                cause[next] = task;
            }
            if (--waiting[next] == 0) {
                queue[queued++] = next;
            }
        }
    }

    /** Whether columns must travel from one call to the other. */
    private boolean areApart(int call, int other, boolean[] clash) {
        return call >= 0 && other >= 0 && !clash[call * calls + other];
    }

    /**
     * Iterations of a run with a boundary are alike from the first. Else the first ones fill the devices and the last ones
     * have them to themselves, so that those between are averaged.
     */
    private double period() {
        int edge = horizon / Regime.EDGES;
        int last = horizon - 1 - edge;
        return horizon == 1 ? endOf(0) : (endOf(last) - endOf(edge)) / (last - edge);
    }

    /** When the last task of an iteration, or of one before it, ends. */
    double endOf(int iteration) {
        double last = 0;
        for (int task = 0; task < (iteration + 1) * tasks; task++) {
            last = Math.max(last, end[task]);
        }
        return last;
    }

    double startOf(int task) {
        return start[task];
    }

    double endOfTask(int task) {
        return end[task];
    }

    /** The task whose end let this one start, or -1. */
    int causeOf(int task) {
        return cause[task];
    }

    int iterations() {
        return horizon;
    }
}
