package io.akkord.placement.search;

import java.util.List;

/**
 * The best choice of a search, and how good it is.
 *
 * @param choice the option of each call
 * @param cost of the choice; positive infinity where no choice can be used
 * @param lowerBound no choice costs less; negative infinity where the problem has no bound
 * @param evaluations prices and bounds asked for, together
 * @param seconds wall-clock time
 * @param trail how the cost fell, oldest first
 */
public record Finding(
        List<Integer> choice,
        double cost,
        double lowerBound,
        long evaluations,
        double seconds,
        List<Improvement> trail) {

    public Finding {
        choice = List.copyOf(choice);
        trail = List.copyOf(trail);
    }

    /** Whether nothing cheaper exists. */
    public boolean proved() {
        return lowerBound >= cost;
    }

    /** By what share of the cost a better choice could still be cheaper: 0 where proved, at most 1. */
    public double gap() {
        return proved() ? 0 : Math.min(1, 1 - lowerBound / cost);
    }
}
