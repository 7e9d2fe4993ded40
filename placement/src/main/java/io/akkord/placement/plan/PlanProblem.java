package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Mesh.Span;
import io.akkord.placement.plan.IterationGraph.Task;
import io.akkord.placement.search.AssignmentProblem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Placing the calls of a workflow, as the search sees it: options by number, and what a whole choice costs.
 *
 * <p>A choice that does not fit the memory costs {@link #TOO_LARGE} times as much and more the less it fits, so that the
 * search finds its way out and what comes out is the nearest to fitting if nothing fits.
 */
final class PlanProblem implements AssignmentProblem {

    static final double TOO_LARGE = 1e3;

    private final List<Call> calls;
    private final List<List<Option>> options;
    private final List<Mesh> meshes;
    private final Cluster cluster;
    private final Prices prices;
    private final IterationGraph graph;
    private final Objective objective;
    private final List<int[]> seeds;
    private final boolean[] clash;
    private final @Nullable MoveTable[] moves;
    private final int[] callOf;
    private final int[] sourceOf;
    private final int[] placeOf;
    private final double[] deviceCount;
    private final double[] hourlyCost;

    /**
     * A problem.
     *
     * @param options of each call, at least one each
     * @param meshes by the numbers that options give them
     * @param seeds choices to start from
     */
    PlanProblem(
            List<Call> calls,
            List<List<Option>> options,
            List<Mesh> meshes,
            Cluster cluster,
            Prices prices,
            IterationGraph graph,
            Objective objective,
            List<int[]> seeds) {
        this.calls = calls;
        this.options = options;
        this.meshes = meshes;
        this.cluster = cluster;
        this.prices = prices;
        this.graph = graph;
        this.objective = objective;
        this.seeds = seeds;
        int count = meshes.size();
        this.clash = new boolean[count * count];
        for (int a = 0; a < count; a++) {
            for (int b = a; b < count; b++) {
                boolean overlap = meshes.get(a).overlaps(meshes.get(b));
                clash[a * count + b] = overlap;
                clash[b * count + a] = overlap;
            }
        }
        int devices = cluster.devices().size();
        this.deviceCount = new double[devices + 1];
        this.hourlyCost = new double[devices + 1];
        for (int device = 0; device < devices; device++) {
            deviceCount[device + 1] = device + 1;
            hourlyCost[device + 1] =
                    hourlyCost[device] + cluster.devices().get(device).kind().costPerHour();
        }
        this.callOf = graph.tasks().stream().mapToInt(Task::call).toArray();
        this.sourceOf = graph.tasks().stream().mapToInt(Task::source).toArray();
        this.placeOf = IntStream.range(0, callOf.length).map(graph::placeInCall).toArray();
        this.moves = new MoveTable[graph.tasks().size()];
        for (int task = 0; task < moves.length; task++) {
            Task move = graph.tasks().get(task);
            if (move.isMove()) {
                moves[task] = new MoveTable(
                        calls.get(move.call()).network(), options.get(move.source()), options.get(move.call()), prices);
            }
        }
    }

    @Override
    public int calls() {
        return calls.size();
    }

    @Override
    public int options(int call) {
        return options.get(call).size();
    }

    @Override
    public List<int[]> seeds() {
        return seeds;
    }

    @Override
    public Price price() {
        var evaluator = new Evaluation();
        return evaluator::cost;
    }

    @Override
    public Optional<Bound> bound() {
        return Optional.of(newBound());
    }

    private PlanBound newBound() {
        return new PlanBound(calls, options, graph, objective, cluster);
    }

    List<Option> chosen(List<Integer> choice) {
        return IntStream.range(0, calls.size())
                .mapToObj(call -> options.get(call).get(choice.get(call)))
                .toList();
    }

    Evaluation evaluation() {
        return new Evaluation();
    }

    /** What one thread needs to price choices. */
    final class Evaluation {

        private final Simulation simulation = new Simulation(graph, calls.size(), prices);
        private final PlanBound bound = newBound();
        private final Memory memory = new Memory(calls, meshes, cluster);
        private final Option[] chosen = new Option[calls.size()];
        private final boolean[] clashing = new boolean[calls.size() * calls.size()];
        private final double[] seconds = new double[graph.tasks().size()];

        /** In the objective's unit. */
        double cost(int[] choice) {
            return cost(choice, Double.POSITIVE_INFINITY);
        }

        /**
         * The same where it is at most {@code limit}, else any number above. Moves take long to price and seldom decide:
         * as long as a choice costs too much without those that nobody has priced yet, they stay so.
         */
        double cost(int[] choice, double limit) {
            choose(choice);
            double fullest = memory.fullest(chosen);
            double factor = weight() * (fullest <= 1 ? 1 : TOO_LARGE * fullest);
            boolean known = fill(choice, false);
            double cost = factor * period(choice);
            if (known || cost > limit) {
                return cost;
            }
            fill(choice, true);
            return factor * period(choice);
        }

        /** Seconds from one iteration to the next. */
        double play(int[] choice) {
            choose(choice);
            fill(choice, true);
            return period(choice);
        }

        /**
         * As simulated; but a few overlapping iterations may look shorter than an endless row of them, which no device can
         * work off faster than its share.
         */
        private double period(int[] choice) {
            double simulated = simulation.play(seconds, clashing);
            return graph.regime().boundary() ? simulated : Math.max(simulated, bound.seconds(choice));
        }

        private void choose(int[] choice) {
            int count = meshes.size();
            for (int call = 0; call < chosen.length; call++) {
                chosen[call] = options.get(call).get(choice[call]);
            }
            for (int a = 0; a < chosen.length; a++) {
                for (int b = 0; b < chosen.length; b++) {
                    clashing[a * chosen.length + b] = clash[chosen[a].mesh() * count + chosen[b].mesh()];
                }
            }
        }

        /** Fills in how long each task takes; false if some move counts nothing since it is not priced yet. */
        private boolean fill(int[] choice, boolean all) {
            boolean known = true;
            for (int number = 0; number < seconds.length; number++) {
                int call = callOf[number];
                if (moves[number] != null) {
                    int from = choice[sourceOf[number]];
                    boolean priced = all || moves[number].isKnown(from, choice[call]);
                    seconds[number] = priced ? moves[number].seconds(from, choice[call]) : 0;
                    known &= priced;
                } else {
                    seconds[number] = call < 0 ? 0 : chosen[call].seconds(placeOf[number]);
                }
            }
            return known;
        }

        /** What an iteration's second weighs. */
        private double weight() {
            return switch (objective) {
                case TIME -> 1;
                case DEVICE_SECONDS -> used(deviceCount);
                case COST -> used(hourlyCost) / 3600;
            };
        }

        /** The devices of any call, priced by a running sum over all devices. */
        private double used(double[] upTo) {
            var spans = Arrays.stream(chosen)
                    .flatMap(option -> option.layout().mesh().spans().stream())
                    .sorted(Comparator.comparingInt(Span::from))
                    .toList();
            double sum = 0;
            int end = 0;
            for (Span span : spans) {
                if (span.to() > end) {
                    sum += upTo[span.to()] - upTo[Math.max(end, span.from())];
                    end = span.to();
                }
            }
            return sum;
        }

        Simulation simulation() {
            return simulation;
        }

        Memory memory() {
            return memory;
        }

        Option[] chosen() {
            return chosen.clone();
        }
    }
}
