package io.akkord.placement.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Random problems small enough to try every plan: few devices, short times with many ties, workflows of many shapes. */
final class SmallInstances {

    private static final int DEVICES = 4;
    private static final List<DeviceRange> MESHES = List.of(
            new DeviceRange("n0:0", 0, 1),
            new DeviceRange("n0:1", 1, 1),
            new DeviceRange("n1:0", 2, 1),
            new DeviceRange("n1:1", 3, 1),
            new DeviceRange("n0", 0, 2),
            new DeviceRange("n1", 2, 2),
            new DeviceRange("n0-1", 0, 4));

    private final Random random;
    private final boolean alike;

    private SmallInstances(long seed, boolean alike) {
        this.random = new Random(seed);
        this.alike = alike;
    }

    /** @param alike whether an option costs the same on all meshes of a size, as on clusters of like devices */
    static PlanInstance of(long seed, boolean alike) {
        return new SmallInstances(seed, alike).instance();
    }

    private PlanInstance instance() {
        boolean twoTrainings = random.nextBoolean();
        var calls = new ArrayList<ModelCall>();
        var edges = new ArrayList<PlanInstance.Edge>();
        calls.add(call("generate", "actor", false, 12));
        if (random.nextInt(3) > 0) {
            calls.add(call("value", "critic", false, 4));
        }
        int trainings = calls.size();
        calls.add(call("train actor", "actor", random.nextInt(5) > 0, 8));
        if (twoTrainings) {
            calls.add(call("train critic", "critic", true, 6));
        }
        for (int from = 0; from < trainings; from++) {
            for (int to = from + 1; to < calls.size(); to++) {
                if (random.nextInt(6) > 0) {
                    edges.add(new PlanInstance.Edge(from, to));
                }
            }
        }
        return new PlanInstance(DEVICES, 30, 1 + random.nextInt(6), MESHES, calls, edges, transfers(), List.of());
    }

    private ModelCall call(String name, String role, boolean trains, int work) {
        Map<List<Integer>, CallOption> bySize = new HashMap<>();
        var options = new ArrayList<CallOption>();
        for (int mesh = 0; mesh < MESHES.size(); mesh++) {
            int devices = MESHES.get(mesh).devices();
            for (int tensor = 1; tensor <= Math.min(2, devices); tensor++) {
                var fresh = new CallOption(
                        mesh,
                        new Strategy(1, tensor, devices / tensor),
                        1 + random.nextInt(work) / devices,
                        10 + random.nextInt(12),
                        random.nextInt(10));
                CallOption first = alike ? bySize.computeIfAbsent(List.of(devices, tensor), key -> fresh) : fresh;
                options.add(new CallOption(
                        mesh, first.strategy(), first.micros(), first.peakBytes(), first.residentBytes()));
            }
        }
        return new ModelCall(name, role, trains, "7", options);
    }

    private Map<Transfer, Long> transfers() {
        var transfers = new HashMap<Transfer, Long>();
        for (int from = 0; from < 20; from++) {
            transfers.put(new Transfer("7", strategy(), strategy()), (long) random.nextInt(4));
        }
        return transfers;
    }

    private Strategy strategy() {
        int tensor = 1 + random.nextInt(2);
        return new Strategy(1, tensor, Math.max(1, (1 << random.nextInt(3)) / tensor));
    }

    /** Calls {@code each} with every choice; the array is used again. */
    static void everyChoice(InstanceProblem problem, Consumer<int[]> each) {
        var choice = new int[problem.calls()];
        for (int call = 0; call >= 0; ) {
            each.accept(choice);
            for (call = choice.length - 1; call >= 0 && ++choice[call] == problem.options(call); call--) {
                choice[call] = 0;
            }
        }
    }
}
