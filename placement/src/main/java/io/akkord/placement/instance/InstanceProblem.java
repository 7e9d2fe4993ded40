package io.akkord.placement.instance;

import io.akkord.placement.search.AssignmentProblem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** An instance as a problem to search; its cost is in microseconds, for all epochs together. */
public final class InstanceProblem implements AssignmentProblem {

    private final PlanInstance instance;
    private final OptionTable table;

    public InstanceProblem(PlanInstance instance) {
        this.instance = instance;
        this.table = new OptionTable(instance);
    }

    @Override
    public int calls() {
        return table.calls;
    }

    @Override
    public int options(int call) {
        return table.micros[call].length;
    }

    @Override
    public Price price() {
        return new Makespan(table);
    }

    @Override
    public Optional<Bound> bound() {
        return Optional.of(
                new MakespanBound(table, new Relaxation(table), MeshSymmetry.of(instance), new CallOrder(instance)));
    }

    @Override
    public List<int[]> seeds() {
        return instance.heuristic().isEmpty()
                ? List.of()
                : List.of(instance.heuristic().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    /** The cost of the plan to compare with, where the instance has one. */
    public OptionalDouble heuristicMicros() {
        return seeds().stream()
                .mapToDouble(plan -> price().of(plan, Double.POSITIVE_INFINITY))
                .findFirst();
    }

    /** Whether a plan needs no more memory than the devices have. */
    public boolean fits(int[] choice) {
        return new Makespan(table).fits(choice);
    }
}
