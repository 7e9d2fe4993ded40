package io.akkord.actors.run;

import io.akkord.actors.node.Seat;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.plan.Placement;
import io.akkord.placement.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which networks a plan puts where: one table for each layout in which a network is ever needed.
 *
 * <p>A network is at home where it learns, or where it is first asked if it never does. At any other table it is set only for
 * as long as it is used; a network that the plan offloads is at none between its steps.
 */
final class Seating {

    /**
     * A layout of a network.
     *
     * @param training how it learns there, if it does
     * @param stays whether it keeps its place between its steps
     */
    record Table(Role role, Layout layout, Seat.Training training, boolean stays) {

        String name() {
            return role.key() + " " + layout;
        }
    }

    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Table> byCall = new LinkedHashMap<>();

    private Seating() {}

    /**
     * Reads a plan.
     *
     * @param networks all that must be somewhere; one that the plan does not name goes to the first device
     * @param trained those that learn
     * @param shardedOptimizer whether copies share their moments out
     */
    static Seating of(Plan plan, Collection<Role> networks, Set<Role> trained, boolean shardedOptimizer) {
        var seating = new Seating();
        for (Role role : networks) {
            List<Placement> mine = plan.placements().stream()
                    .filter(placement -> placement.network() == role)
                    .toList();
            seating.seat(role, mine, trained.contains(role), shardedOptimizer);
        }
        return seating;
    }

    private void seat(Role role, List<Placement> placements, boolean learns, boolean shardedOptimizer) {
        Placement home = placements.stream()
                .filter(placement -> !learns || isTraining(placement))
                .findFirst()
                .orElse(placements.isEmpty() ? null : placements.getFirst());
        if (home == null) {
            add(new Table(role, Layout.single(0), training(learns, Recompute.NONE, false), true), role.key());
            return;
        }
        var atHome = new Table(
                role,
                home.layout(),
                training(learns, home.execution().recompute(), shardedOptimizer),
                !home.offloaded());
        add(atHome, role.key());
        for (Placement placement : placements) {
            add(
                    placement.layout().equals(home.layout())
                            ? atHome
                            : new Table(role, placement.layout(), training(false, Recompute.NONE, false), false),
                    placement.call());
        }
    }

    private static boolean isTraining(Placement placement) {
        return placement.call().equals(placement.network().key())
                || placement.call().endsWith(" train");
    }

    private static Seat.Training training(boolean learns, Recompute recompute, boolean shardedOptimizer) {
        return new Seat.Training(learns, recompute, shardedOptimizer);
    }

    private void add(Table table, String call) {
        Table known = tables.stream()
                .filter(other -> other.role() == table.role() && other.layout().equals(table.layout()))
                .findFirst()
                .orElse(null);
        if (known == null) {
            tables.add(table);
        }
        byCall.put(call, known == null ? table : known);
    }

    /** All of them, homes before the other layouts of the same network. */
    List<Table> tables() {
        return List.copyOf(tables);
    }

    /** Where a network is at home. */
    Table home(Role role) {
        Table table = byCall.get(role.key());
        if (table == null) {
            throw new IllegalStateException("the plan seats no " + role.key());
        }
        return table;
    }

    /** Where a step of a network is performed. */
    Table of(Step step) {
        Role role = step.role().orElseThrow(() -> new IllegalArgumentException(step.name() + " needs no network"));
        String kind = switch (step) {
            case Step.Generate _ -> " generate";
            case Step.Infer _ -> " infer";
            case Step.Train _ -> " train";
            case Step.Score _, Step.Compute _ -> throw new IllegalArgumentException(step.name() + " needs no network");
        };
        return byCall.getOrDefault(role.key() + kind, home(role));
    }
}
