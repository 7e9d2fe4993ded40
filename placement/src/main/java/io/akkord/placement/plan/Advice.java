package io.akkord.placement.plan;

import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.search.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

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

    private static final double WORTH_TELLING = 0.995;

    /** Plans a workflow on any cluster. */
    @FunctionalInterface
    public interface Planning {
        Plan plan(Cluster cluster, PlannerSettings settings);
    }

    /** Another cluster or regime to plan for. */
    private record Question(String change, Cluster cluster, Regime regime) {}

    /** What would make the plan cheaper, the most effective first; what would not is left out. */
    public static List<Advice> on(Plan plan, PlannerSettings settings, Planning planning) {
        var advice = new ArrayList<Advice>();
        for (Question question : questions(plan.cluster(), settings.regime())) {
            ask(question.cluster(), with(settings, question.regime()), planning)
                    .map(cost -> new Advice(question.change(), cost, cost / plan.cost()))
                    .filter(one -> one.share() < WORTH_TELLING)
                    .ifPresent(advice::add);
        }
        advice.sort(Comparator.comparingDouble(Advice::cost));
        return List.copyOf(advice);
    }

    private static List<Question> questions(Cluster cluster, Regime regime) {
        var questions = new ArrayList<Question>();
        int nodes = cluster.nodes().size();
        if (canGrow(cluster)) {
            questions.add(new Question("two more nodes", cluster.withNodes(nodes + 2), regime));
            if (nodes > 2) {
                questions.add(new Question("twice as many nodes", cluster.withNodes(2 * nodes), regime));
            }
        }
        if (regime.boundary()) {
            questions.add(new Question(
                    "overlapping iterations (plan.overlap)", cluster, new Regime(false, 0, regime.streaming())));
        }
        int behind = regime.staleness() + 1;
        questions.add(new Question(
                "generating with weights " + behind + " behind (plan.staleness)",
                cluster,
                new Regime(false, behind, regime.streaming())));
        if (!regime.streaming()) {
            questions.add(new Question(
                    "scoring finished responses at once (plan.streaming)",
                    cluster,
                    new Regime(regime.boundary(), regime.staleness(), true)));
        }
        return questions;
    }

    /** Whether more nodes could be reached. */
    private static boolean canGrow(Cluster cluster) {
        return !cluster.nodes().getLast().networks().isEmpty();
    }

    /** The fewest nodes like those of a cluster on which a workflow fits, if there are any. */
    public static Optional<Cluster> smallest(Cluster tooSmall, PlannerSettings settings, Planning planning) {
        if (!canGrow(tooSmall)) {
            return Optional.empty();
        }
        int low = tooSmall.nodes().size();
        int high = low;
        IntPredicate fits =
                nodes -> ask(tooSmall.withNodes(nodes), settings, planning).isPresent();
        do {
            low = high;
            high *= 2;
            if (high > MOST_NODES) {
                return Optional.empty();
            }
        } while (!fits.test(high));
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (fits.test(middle)) {
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
}
