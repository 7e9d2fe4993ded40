package io.akkord.placement.plan;

import io.akkord.placement.search.Budget;

/**
 * What a planner is to do.
 *
 * @param objective what shall be small
 * @param regime how iterations follow each other
 * @param constraints what a plan must keep to
 * @param budget when to stop looking
 */
public record PlannerSettings(Objective objective, Regime regime, Constraints constraints, Budget budget) {

    /** Whole networks, one iteration after the other, in the least time: what an embedded run can do. */
    public static PlannerSettings embedded(long evaluations) {
        return new PlannerSettings(
                Objective.TIME,
                Regime.SYNCHRONOUS,
                Constraints.WHOLE,
                new Budget(0, evaluations, Double.POSITIVE_INFINITY));
    }
}
