package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cost.StepCost;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the assignment of networks to devices whose simulated iteration is shortest.
 *
 * <p>Few networks on few devices: all assignments are tried, those that differ only in the names of like devices once.
 * Beyond {@link #MOST_ASSIGNMENTS} each network in turn, the most work first, goes where the iteration so far ends
 * soonest. Of equally short plans the first in listed order wins, so a plan is a pure function of its inputs.
 */
public final class Planner {

    /** Beyond this many assignments the search is greedy; a simulation takes some ten microseconds. */
    static final int MOST_ASSIGNMENTS = 20_000;

    private record Candidate(Map<Role, Device> placements, double seconds) {}

    private final Workflow workflow;
    private final List<Device> devices;
    private final Storage storage;
    private final StepCost cost;
    private final List<Candidate> candidates = new ArrayList<>();

    private Planner(
            Workflow workflow, Map<Role, ModelShape> shapes, Storage storage, Cluster cluster, Workload workload) {
        this.workflow = workflow;
        this.devices = cluster.devices();
        this.storage = storage;
        this.cost = new StepCost(workflow, shapes, storage, workload);
    }

    /**
     * Places every network of a workflow.
     *
     * @param shapes the shape of each network of the workflow
     * @param storage bytes of a parameter
     * @throws UserError if no assignment fits the devices' memory
     */
    public static Plan plan(
            Workflow workflow, Map<Role, ModelShape> shapes, Storage storage, Cluster cluster, Workload workload) {
        return new Planner(workflow, shapes, storage, cluster, workload).search();
    }

    private Plan search() {
        var roles = List.copyOf(workflow.roles());
        boolean exhaustive = Math.pow(devicesWorthTelling(roles.size()), roles.size()) <= MOST_ASSIGNMENTS;
        if (exhaustive) {
            tryAll(roles, new EnumMap<>(Role.class));
        } else {
            tryGreedily(roles);
        }
        if (candidates.isEmpty()) {
            throw new UserError(tooLarge(roles));
        }
        Candidate best = shortest(candidates).orElseThrow();
        var others = new ArrayList<>(candidates);
        others.remove(best);
        return describe(best, shortest(others), exhaustive);
    }

    private void tryAll(List<Role> roles, Map<Role, Device> placed) {
        if (placed.size() == roles.size()) {
            offer(placed);
            return;
        }
        Role role = roles.get(placed.size());
        for (Device device : distinct(placed)) {
            placed.put(role, device);
            tryAll(roles, placed);
            placed.remove(role);
        }
    }

    private void tryGreedily(List<Role> roles) {
        var byWork = new ArrayList<>(roles);
        byWork.sort((a, b) -> Double.compare(work(b), work(a)));
        Map<Role, Device> placed = new EnumMap<>(Role.class);
        for (Role role : byWork) {
            var options = new ArrayList<Candidate>();
            for (Device device : distinct(placed)) {
                Map<Role, Device> option = new EnumMap<>(placed);
                option.put(role, device);
                if (fits(option)) {
                    options.add(new Candidate(option, timeline(option).makespan()));
                }
            }
            Optional<Candidate> best = shortest(options);
            if (best.isEmpty()) {
                return;
            }
            placed = best.get().placements();
            if (placed.size() == roles.size()) {
                candidates.addAll(options);
            }
        }
    }

    /** Of like devices, no plan can tell more apart than there are networks. */
    private int devicesWorthTelling(int roles) {
        var like = new LinkedHashMap<Device, Integer>();
        for (Device device : devices) {
            Device kind =
                    like.keySet().stream().filter(device::isLike).findFirst().orElse(device);
            like.merge(kind, 1, Integer::sum);
        }
        return like.values().stream().mapToInt(count -> Math.min(count, roles)).sum();
    }

    /** Devices worth trying: those in use, and the first of each kind that is not. */
    private List<Device> distinct(Map<Role, Device> placed) {
        var distinct = new LinkedHashSet<Device>();
        for (Device device : devices) {
            boolean used = placed.containsValue(device);
            boolean second = distinct.stream().anyMatch(other -> !placed.containsValue(other) && other.isLike(device));
            if (used || !second) {
                distinct.add(device);
            }
        }
        return List.copyOf(distinct);
    }

    private void offer(Map<Role, Device> placed) {
        if (fits(placed)) {
            candidates.add(new Candidate(new EnumMap<>(placed), timeline(placed).makespan()));
        }
    }

    private boolean fits(Map<Role, Device> placed) {
        return Memory.peak(workflow, placed, cost).entrySet().stream()
                .allMatch(entry -> entry.getValue() <= entry.getKey().memoryBytes());
    }

    private Timeline timeline(Map<Role, Device> placements) {
        return Timeline.simulate(workflow, placements, this::seconds);
    }

    private double seconds(Step step, Device device) {
        return cost.flop(step) / device.kind().flopsPerSecond(storage.numbers());
    }

    private double work(Role role) {
        return workflow.steps().stream()
                .filter(step -> step.role().equals(Optional.of(role)))
                .mapToDouble(cost::flop)
                .sum();
    }

    /** The first of the shortest. */
    private static Optional<Candidate> shortest(List<Candidate> candidates) {
        return candidates.stream().reduce((first, next) -> next.seconds() < first.seconds() ? next : first);
    }

    private String tooLarge(List<Role> roles) {
        long needed = 0;
        for (Role role : roles) {
            needed += cost.residentBytes(role, workflow.trained().contains(role));
        }
        long offered = devices.stream().mapToLong(Device::memoryBytes).sum();
        return "no placement of " + workflow.name() + "'s networks fits: weights and optimisers alone need "
                + Description.bytes(needed) + " and " + devices.size() + " devices offer " + Description.bytes(offered)
                + " together; smaller models, a smaller batch, or fewer and larger devices would";
    }

    private Plan describe(Candidate best, Optional<Candidate> runnerUp, boolean exhaustive) {
        Timeline timeline = timeline(best.placements());
        var stepSeconds = new LinkedHashMap<String, Double>();
        workflow.steps().forEach(step -> stepSeconds.put(step.name(), 0.0));
        timeline.intervals().forEach(each -> stepSeconds.put(each.step().name(), each.end() - each.start()));
        var memory = new LinkedHashMap<String, Long>();
        Memory.peak(workflow, best.placements(), cost).forEach((device, bytes) -> memory.put(device.name(), bytes));
        var text = new Description(workflow.name(), best.placements(), timeline);
        runnerUp.ifPresent(second -> text.runnerUp(second.placements(), second.seconds()));
        text.search(candidates.size(), exhaustive);
        return new Plan(best.placements(), best.seconds(), stepSeconds, memory, text.toString());
    }
}
