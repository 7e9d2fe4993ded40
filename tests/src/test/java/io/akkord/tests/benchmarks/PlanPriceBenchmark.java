package io.akkord.tests.benchmarks;

import io.akkord.placement.instance.CallOption;
import io.akkord.placement.instance.DeviceRange;
import io.akkord.placement.instance.InstanceProblem;
import io.akkord.placement.instance.ModelCall;
import io.akkord.placement.instance.PlanInstance;
import io.akkord.placement.instance.Strategy;
import io.akkord.placement.instance.Transfer;
import io.akkord.placement.search.AssignmentProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Plans priced a second on one core by ReaL's rules: PPO's six calls on eight nodes, five iterations, random plans, to
 * the end (a search asks for less, since it gives a limit). ReaL's own simulator prices 15 to 75 thousand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlanPriceBenchmark {

    private static final int NODES = 8;
    private static final int PLANS = 4096;

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<DeviceRange> meshes = meshes();
    private final int[][] plans = new int[PLANS][];
    private final AssignmentProblem.Price price;
    private final AssignmentProblem.Bound bound;

    public PlanPriceBenchmark() {
        var problem = new InstanceProblem(instance());
        price = problem.price();
        bound = problem.bound().orElseThrow();
        Arrays.setAll(plans, number -> {
            var plan = new int[problem.calls()];
            Arrays.setAll(plan, call -> random.nextInt(problem.options(call)));
            return plan;
        });
    }

    @Benchmark
    @OperationsPerInvocation(PLANS)
    public double price() {
        double sum = 0;
        for (int[] plan : plans) {
            sum += price.of(plan, Double.POSITIVE_INFINITY);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(PLANS)
    public double bound() {
        double sum = 0;
        for (int[] plan : plans) {
            sum += bound.of(plan, Double.POSITIVE_INFINITY);
        }
        return sum;
    }

    private PlanInstance instance() {
        var calls = List.of(
                call("actor_gen", "actor", false, 2_000_000_000L),
                call("rew_inf", "reward", false, 50_000_000L),
                call("ref_inf", "ref", false, 100_000_000L),
                call("critic_inf", "critic", false, 50_000_000L),
                call("actor_train", "actor", true, 600_000_000L),
                call("critic_train", "critic", true, 100_000_000L));
        var edges = new ArrayList<PlanInstance.Edge>();
        for (int inference = 1; inference <= 3; inference++) {
            edges.add(new PlanInstance.Edge(0, inference));
            edges.add(new PlanInstance.Edge(inference, 4));
            edges.add(new PlanInstance.Edge(inference, 5));
        }
        return new PlanInstance(8 * NODES, 80L << 30, 5, meshes, calls, edges, transfers(calls), List.of());
    }

    private static List<DeviceRange> meshes() {
        var meshes = new ArrayList<DeviceRange>();
        for (int half = 0; half < 2 * NODES; half++) {
            meshes.add(new DeviceRange("half " + half, 4 * half, 4));
        }
        for (int nodes = 1; nodes <= NODES; nodes++) {
            for (int first = 0; first + nodes <= NODES; first++) {
                meshes.add(new DeviceRange(nodes + " nodes from " + first, 8 * first, 8 * nodes));
            }
        }
        return meshes;
    }

    private ModelCall call(String name, String role, boolean trains, long deviceMicros) {
        var options = new ArrayList<CallOption>();
        for (int mesh = 0; mesh < meshes.size(); mesh++) {
            int devices = meshes.get(mesh).devices();
            for (int tensor = 1; tensor <= 4; tensor *= 2) {
                long micros = (long) (deviceMicros / devices * (1 + 0.3 * random.nextDouble()));
                var strategy = new Strategy(1, tensor, devices / tensor);
                options.add(new CallOption(mesh, strategy, micros, 30L << 30, 10L << 30));
            }
        }
        return new ModelCall(name, role, trains, "7", options);
    }

    private Map<Transfer, Long> transfers(List<ModelCall> calls) {
        var transfers = new HashMap<Transfer, Long>();
        for (CallOption from : calls.getFirst().options()) {
            for (CallOption to : calls.getFirst().options()) {
                transfers.put(new Transfer("7", from.strategy(), to.strategy()), random.nextLong(2_000_000));
            }
        }
        return transfers;
    }
}
