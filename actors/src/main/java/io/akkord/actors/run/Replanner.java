package io.akkord.actors.run;

import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.plan.Measurements;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Replanning;
import io.akkord.placement.plan.Replanning.Proposal;
import java.util.Optional;

/**
 * Learns from a stage's iterations how long its steps take, and says when it is worth moving networks.
 *
 * <p>Moving is taken to last as long as the workers ever took to get ready, which when the stage began was all of them.
 * A resumed run knows nothing of this and plans anew.
 */
final class Replanner {

    private final Replanning replanning;
    private final Measurements measurements;
    private Plan plan;
    private double moveSeconds;
    private boolean warm;
    private int measured;
    private boolean due;

    /**
     * Nothing is known yet.
     *
     * @param iteration what is walked in each iteration, which may be less than the stage's whole workflow
     */
    Replanner(Workflow iteration, RunSite site, StageSupplies supplies) {
        this.replanning = new Replanning(iteration, site.cluster(), StageSupplies.planning(site.experiment()));
        this.measurements = new Measurements(supplies.prices(), iteration);
        this.plan = supplies.plan();
    }

    /** Takes in an iteration; the first one under a plan warms up and does not count. */
    void observe(IterationCoordinator.Finished finished) {
        if (warm) {
            measurements.observe(plan, finished.busySeconds());
            measured++;
            due = Integer.bitCount(measured) == 1;
        }
        warm = true;
    }

    /** Whether to weigh now: means over all iterations say something new when there are twice as many. */
    boolean isDue() {
        return due;
    }

    /**
     * What to move to now, if it is worth it; searches for a fraction of a second.
     *
     * @param workers how they got ready the last time
     */
    Optional<Proposal> weigh(int iterationsLeft, WorkerFleet.Ready workers) {
        due = false;
        moveSeconds = Math.max(moveSeconds, workers.seconds());
        Optional<Proposal> proposal = replanning.propose(measurements, plan, iterationsLeft, moveSeconds);
        proposal.ifPresent(better -> {
            plan = better.better();
            warm = false;
        });
        return proposal;
    }
}
