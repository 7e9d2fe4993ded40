package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.search.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What another cluster or another regime would change, found by planning again with a fraction of the budget.
 *
 * @param change in words: {@code two more nodes}
 * @param cost of the plan then, in the objective's unit
 * @param share of the cost of the plan as it is: 0.69 for a plan that costs 31 % less
 */
public record Advice(String change, double cost, double share) {

    /** Of the budget, each question may use this share. */
    private static final int SHARE = 10;

    private static final int MOST_NODES = 4096;

    /** Plans a workflow on any cluster. */
    @FunctionalInterface
    public interface Planning {
        Plan plan(Cluster cluster, PlannerSettings settings);
    }

    /** What would make the plan cheaper, the most effective first; what would not is left out. */
    public static List<Advice> on(Plan plan, PlannerSettings settings, Planning planning) {
        var advice = new ArrayList<Advice>();
        Cluster cluster = plan.cluster();
        int nodes = cluster.nodes().size();
        ask(cluster.withNodes(nodes + 2), settings, planning)
                .ifPresent(cost -> advice.add(of("two more nodes", cost, plan)));
        ask(cluster.withNodes(2 * nodes), settings, planning)
                .filter(_ -> nodes > 2)
                .ifPresent(cost -> advice.add(of("twice as many nodes", cost, plan)));
        Regime regime = settings.regime();
        if (regime.boundary()) {
            var overlapping = with(settings, new Regime(false, 0, regime.streaming()));
            ask(cluster, overlapping, planning)
                    .ifPresent(cost -> advice.add(of("overlapping iterations (plan.overlap)", cost, plan)));
        }
        var stale = with(settings, new Regime(false, regime.staleness() + 1, regime.streaming()));
        ask(cluster, stale, planning)
                .ifPresent(cost -> advice.add(of(
                        "generating with weights " + (regime.staleness() + 1) + " behind (plan.staleness)",
                        cost,
                        plan)));
        if (!regime.streaming()) {
            var streaming = with(settings, new Regime(regime.boundary(), regime.staleness(), true));
            ask(cluster, streaming, planning)
                    .ifPresent(
                            cost -> advice.add(of("scoring finished responses at once (plan.streaming)", cost, plan)));
        }
        return advice.stream()
                .filter(one -> one.share() < 0.995)
                .sorted(Comparator.comparingDouble(Advice::cost))
                .toList();
    }

    /** The fewest nodes like those of a cluster on which a workflow fits, if there are any. */
    public static Optional<Cluster> smallest(Cluster tooSmall, PlannerSettings settings, Planning planning) {
        int low = tooSmall.nodes().size();
        int high = low;
        Function<Integer, Boolean> fits =
                nodes -> ask(tooSmall.withNodes(nodes), settings, planning).isPresent();
        do {
            low = high;
            high *= 2;
            if (high > MOST_NODES) {
                return Optional.empty();
            }
        } while (!fits.apply(high));
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (fits.apply(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Optional.of(tooSmall.withNodes(high));
    }

    private static Optional<Double> ask(Cluster cluster, PlannerSettings settings, Planning planning) {
        Budget all = settings.budget();
        var some = new Budget(all.seed(), Math.max(1, all.evaluations() / SHARE), all.seconds() / SHARE);
        try {
            return Optional.of(planning.plan(
                            cluster,
                            new PlannerSettings(settings.objective(), settings.regime(), settings.constraints(), some))
                    .cost());
        } catch (NothingFits notEven) {
            return Optional.empty();
        }
    }

    private static PlannerSettings with(PlannerSettings settings, Regime regime) {
        return new PlannerSettings(settings.objective(), regime, settings.constraints(), settings.budget());
    }

    private static Advice of(String change, double cost, Plan plan) {
        return new Advice(change, cost, cost / plan.cost());
    }
}
