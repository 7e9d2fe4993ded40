package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.IterationGraph.Edge;
import io.akkord.placement.search.AssignmentProblem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every plan costs at least that agrees with some options.
 *
 * <p>Three reasons, of which the strongest counts, with the calls that are still open as quick and as small as any of
 * their options. <em>Area</em>: all devices together give so many device-seconds in a period, whatever the regime.
 * <em>Load</em>: calls on one mesh, or on meshes that share a device with all others of a group, run one after the
 * other. <em>Path</em>, where iterations have a boundary: steps wait for each other. Moves count nothing.
 */
final class PlanBound implements AssignmentProblem.Bound {

    private final List<List<Option>> options;
    private final Objective objective;
    private final int devices;
    private final double leastHourlyCost;
    private final double[] leastSeconds;
    private final double[] leastArea;
    private final double[][] seconds;
    private final double[][] area;
    private final int[][] firstDevice;
    private final int[] callOf;
    private final int[] placeOf;
    private final List<Edge> edges;
    private final boolean boundary;
    private final double[][] leastStep;
    private final double[] latest;

    PlanBound(
            List<Call> calls, List<List<Option>> options, IterationGraph graph, Objective objective, Cluster cluster) {
        this.options = options;
        this.objective = objective;
        this.devices = cluster.devices().size();
        this.leastHourlyCost = cluster.devices().stream()
                .mapToDouble(device -> device.kind().costPerHour())
                .min()
                .orElse(0);
        this.leastSeconds = new double[calls.size()];
        this.leastArea = new double[calls.size()];
        this.seconds = new double[calls.size()][];
        this.area = new double[calls.size()][];
        this.firstDevice = new int[calls.size()][];
        this.leastStep = new double[calls.size()][];
        for (int call = 0; call < calls.size(); call++) {
            List<Option> mine = options.get(call);
            seconds[call] = mine.stream().mapToDouble(Option::seconds).toArray();
            area[call] = mine.stream()
                    .mapToDouble(
                            option -> option.seconds() * option.layout().mesh().size())
                    .toArray();
            firstDevice[call] = mine.stream()
                    .mapToInt(option -> option.layout().mesh().device(0))
                    .toArray();
            leastSeconds[call] = Arrays.stream(seconds[call]).min().orElse(0);
            leastArea[call] = Arrays.stream(area[call]).min().orElse(0);
            leastStep[call] = IntStream.range(0, calls.get(call).steps().size())
                    .mapToDouble(step -> mine.stream()
                            .mapToDouble(option -> option.seconds(step))
                            .min()
                            .orElse(0))
                    .toArray();
        }
        int tasks = graph.tasks().size();
        this.callOf = IntStream.range(0, tasks)
                .map(task -> graph.tasks().get(task).isMove()
                        ? -1
                        : graph.tasks().get(task).call())
                .toArray();
        this.placeOf = IntStream.range(0, tasks).map(graph::placeInCall).toArray();
        this.edges = graph.edges().stream()
                .filter(edge -> edge.iterations() == 0)
                .sorted((a, b) -> Integer.compare(a.to(), b.to()))
                .toList();
        this.boundary = graph.regime().boundary() && !graph.regime().streaming();
        this.latest = new double[tasks];
    }

    @Override
    public double of(int[] choice, double limit) {
        return switch (objective) {
            case TIME -> seconds(choice);
            case DEVICE_SECONDS -> deviceSeconds(choice);
            case COST -> leastHourlyCost / 3600 * deviceSeconds(choice);
        };
    }

    /** Seconds from one iteration to the next at least. */
    double seconds(int[] choice) {
        return Math.max(deviceSeconds(choice) / devices, Math.max(load(choice), boundary ? path(choice) : 0));
    }

    private double deviceSeconds(int[] choice) {
        double all = 0;
        for (int call = 0; call < choice.length; call++) {
            all += isOpen(choice, call) ? leastArea[call] : area[call][choice[call]];
        }
        return all;
    }

    private static boolean isOpen(int[] choice, int call) {
        return choice[call] == AssignmentProblem.OPEN;
    }

    private Option option(int[] choice, int call) {
        return options.get(call).get(choice[call]);
    }

    /** The busiest device among those with which some decided call's mesh begins. */
    private double load(int[] choice) {
        double most = 0;
        for (int call = 0; call < choice.length; call++) {
            if (!isOpen(choice, call)) {
                int device = firstDevice[call][choice[call]];
                double sum = 0;
                for (int other = 0; other < choice.length; other++) {
                    if (!isOpen(choice, other)
                            && option(choice, other).layout().mesh().contains(device)) {
                        sum += seconds[other][choice[other]];
                    }
                }
                most = Math.max(most, sum);
            } else {
                most = Math.max(most, leastSeconds[call]);
            }
        }
        return most;
    }

    /** The longest chain of steps; tasks are numbered so that edges go up. */
    private double path(int[] choice) {
        Arrays.fill(latest, 0);
        double longest = 0;
        int edge = 0;
        for (int task = 0; task < latest.length; task++) {
            double from = 0;
            for (; edge < edges.size() && edges.get(edge).to() == task; edge++) {
                from = Math.max(from, latest[edges.get(edge).from()]);
            }
            latest[task] = from + seconds(choice, task);
            longest = Math.max(longest, latest[task]);
        }
        return longest;
    }

    private double seconds(int[] choice, int task) {
        int call = callOf[task];
        if (call < 0) {
            return 0;
        }
        return isOpen(choice, call)
                ? leastStep[call][placeOf[task]]
                : option(choice, call).seconds(placeOf[task]);
    }
}
