package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks whether another plan is worth moving to, now that it is known how long steps take.
 *
 * <p>The plan in use and the best one are both priced by what was measured, so that an error they share cancels. How far
 * their difference can be trusted follows from how far each step's ratio can: it is priced again with each ratio a
 * standard error higher and lower, and the larger changes, being independent, add up as squares do. A pure function of
 * its inputs.
 *
 * @param workflow one iteration
 * @param cluster where it runs
 * @param settings what plans must keep to; networks stay whole
 */
public record Replanning(Workflow workflow, Cluster cluster, PlannerSettings settings) {

    /** So many standard errors less than predicted must still be worth it: wrong about once in forty times. */
    private static final double MARGIN = 2;

    public Replanning {
        if (!settings.constraints().keepsWhole()) {
            throw new IllegalArgumentException("only whole networks are moved while a run goes on");
        }
    }

    /**
     * A plan that is worth moving to.
     *
     * @param current the plan in use, at the prices that were measured
     * @param better the one to move to, at the same prices
     * @param savedSeconds by which an iteration will be shorter, predicted
     * @param standardError of these
     */
    public record Proposal(Plan current, Plan better, double savedSeconds, double standardError) {

        /** For people: who moves where, and what for. */
        public String description() {
            Map<Role, String> moved = new EnumMap<>(Role.class);
            better.devices().forEach((role, device) -> {
                String old = current.device(role).name();
                if (!old.equals(device.name())) {
                    moved.put(role, role.key() + " moves from " + old + " to " + device.name());
                }
            });
            return String.join(", ", moved.values()) + ": an iteration is predicted to take "
                    + Description.seconds(better.seconds()) + " instead of " + Description.seconds(current.seconds())
                    + ", " + Description.seconds(savedSeconds) + " less, give or take "
                    + Description.seconds(MARGIN * standardError);
        }
    }

    /**
     * Looks for a better plan.
     *
     * @param measured what is known of steps by now
     * @param plan the plan in use
     * @param iterations how many are left
     * @param moveSeconds for which the run stands still if networks move
     * @return the best plan, if even {@value #MARGIN} standard errors less than it is predicted to save over the
     *     iterations left is more than moving takes
     */
    public Optional<Proposal> propose(Measurements measured, Plan plan, int iterations, double moveSeconds) {
        Plan current = fixed(plan, measured.prices());
        Plan better = Planner.plan(workflow, cluster, measured.prices(), settings, _ -> {});
        double saved = current.seconds() - better.seconds();
        if (saved * iterations <= moveSeconds) {
            return Optional.empty();
        }
        double variance = 0;
        for (String step : measured.steps()) {
            double up = saved(plan, better, measured.shifted(step, 1)) - saved;
            double down = saved(plan, better, measured.shifted(step, -1)) - saved;
            variance += Math.max(up * up, down * down);
        }
        double error = Math.sqrt(variance);
        return (saved - MARGIN * error) * iterations > moveSeconds
                ? Optional.of(new Proposal(current, better, saved, error))
                : Optional.empty();
    }

    private double saved(Plan plan, Plan better, Prices prices) {
        return fixed(plan, prices).seconds() - fixed(better, prices).seconds();
    }

    /** The best that a plan's devices allow at other prices. */
    private Plan fixed(Plan plan, Prices prices) {
        var places = new EnumMap<Role, List<String>>(Role.class);
        plan.devices().forEach((role, device) -> places.put(role, List.of(device.name())));
        var there = new Constraints(true, settings.constraints().devices(), places);
        return Planner.plan(
                workflow,
                cluster,
                prices,
                new PlannerSettings(settings.objective(), settings.regime(), there, settings.budget()),
                _ -> {});
    }
}
