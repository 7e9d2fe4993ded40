package io.akkord.placement.plan;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;

/** A planner prices trainings without running them. */
final class NoObjective implements Objective {

    @Override
    public Output output() {
        return Output.LOGPROBS;
    }

    @Override
    public Local prepare(Experience step, TokenGrid detached) {
        throw new IllegalStateException("a planner never trains");
    }
}
