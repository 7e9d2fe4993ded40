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
public record PlannerSettings(Objective objective, Regime regime, Constraints constraints, Budget budget) {}
