package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each call of a workflow runs, and what that is expected to cost.
 *
 * @param workflow its name
 * @param cluster the devices that were on offer
 * @param placements of its calls, in the order of their first steps
 * @param objective what was minimised
 * @param seconds from one iteration to the next, predicted
 * @param cost the same in the objective's unit
 * @param search how sure it is that nothing is better
 * @param timeline one iteration, or a few where they overlap
 * @param memory the most bytes that runs of devices hold, in order, the idle ones left out
 * @param heuristics what the usual rules of thumb would have cost, the best first
 */
public record Plan(
        String workflow,
        Cluster cluster,
        List<Placement> placements,
        Objective objective,
        double seconds,
        double cost,
        Certainty search,
        Timeline timeline,
        List<Filling> memory,
        List<Alternative> heuristics) {

    /**
     * How good a plan is known to be.
     *
     * @param lowerBound no plan costs less, in the unit of the plan's cost
     * @param proved whether that is this plan's cost
     * @param evaluations plans and bounds that were looked at
     * @param options of all calls, multiplied: how many plans there are
     */
    public record Certainty(double lowerBound, boolean proved, long evaluations, double options) {}

    /**
     * What another rule would have chosen.
     *
     * @param name of the rule
     * @param cost in the unit of the plan's cost; positive infinity where it does not fit
     * @param placements its own, empty where it does not fit
     */
    public record Alternative(String name, double cost, List<Placement> placements) {}

    public Plan {
        placements = List.copyOf(placements);
        memory = List.copyOf(memory);
        heuristics = List.copyOf(heuristics);
    }

    /** By what share of its cost a better plan could still be cheaper, in [0, 1]. */
    public double gap() {
        return search.proved() ? 0 : Math.clamp(1 - search.lowerBound() / cost, 0, 1);
    }

    /** Each network's device where networks are whole; the first of its devices where they are cut. */
    public Map<Role, Device> devices() {
        var devices = new LinkedHashMap<Role, Device>();
        for (Placement placement : placements) {
            devices.putIfAbsent(
                    placement.network(),
                    cluster.devices().get(placement.layout().mesh().device(0)));
        }
        return devices;
    }

    /**
     * The device of a network.
     *
     * @throws IllegalArgumentException if the workflow has no such network
     */
    public Device device(Role role) {
        return Optional.ofNullable(devices().get(role))
                .orElseThrow(() -> new IllegalArgumentException("the plan places no " + role.key()));
    }

    /** Predicted seconds of each step that a network takes, in the order of the calls. */
    public Map<String, Double> stepSeconds() {
        var seconds = new LinkedHashMap<String, Double>();
        for (Placement placement : placements) {
            placement.prices().forEach((step, price) -> seconds.put(step, price.seconds()));
        }
        return seconds;
    }

    /** Where weights travel in an iteration: call to seconds. */
    public List<Timeline.Interval> moves() {
        var moves = new ArrayList<Timeline.Interval>();
        for (Timeline.Interval interval : timeline.intervals()) {
            if (interval.isMove() && interval.iteration() == timeline.iterations() - 1) {
                moves.add(interval);
            }
        }
        return moves;
    }

    /** For people: what was chosen, and what came second. */
    public String description() {
        return Description.of(this);
    }
}
