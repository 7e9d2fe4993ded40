package io.akkord.placement.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds a cheap choice, at first quickly, then ever better, and proves how cheap it is.
 *
 * <p>Two strands run on two threads: random walks, and branch and bound; where the problem has no bound, other random
 * walks. They meet after legs of a fixed number of evaluations, each longer than the last, and go on from the best of
 * both. So the answer is a function of the seed and the evaluations alone, whatever the threads' speed, as long as the
 * time suffices.
 */
public final class Search {

    private static final long FIRST_LEG = 20_000;
    private static final long LONGEST_LEG = 1_000_000;
    private static final double GROWTH = 1.5;

    private final AssignmentProblem problem;
    private final Budget budget;
    private final Consumer<Finding> progress;
    private final long start = System.nanoTime();
    private final List<Improvement> trail = new ArrayList<>();
    private final int[] best;
    private double cost = Double.POSITIVE_INFINITY;
    private double lowerBound = Double.NEGATIVE_INFINITY;
    private long evaluations;

    private Search(AssignmentProblem problem, Budget budget, Consumer<Finding> progress) {
        this.problem = problem;
        this.budget = budget;
        this.progress = progress;
        this.best = new int[problem.calls()];
    }

    /**
     * Searches until the best choice is proved or the budget is used up.
     *
     * @param progress told of each improvement and each better bound, from the calling thread
     */
    public static Finding run(AssignmentProblem problem, Budget budget, Consumer<Finding> progress) {
        return new Search(problem, budget, progress).run();
    }

    private Finding run() {
        var walks = new Annealing(problem, budget.seed());
        var proof = problem.bound().map(bound -> new BranchAndBound(problem, bound));
        Strand second = proof.<Strand>map(one -> one).orElseGet(() -> new Annealing(problem, ~budget.seed()));
        BooleanSupplier late = () -> seconds() >= budget.seconds();
        long quota = FIRST_LEG;
        do { // at least one leg, so that there is a choice however short the time
            long left = budget.evaluations() - evaluations;
            var here = new Leg(Math.min(quota, left - left / 2), best, cost, late);
            var there = new Leg(Math.min(quota, left / 2), best, cost, late);
            var other = CompletableFuture.runAsync(() -> second.advance(there));
            walks.advance(here);
            other.join();
            meet(here);
            meet(there);
            proof.ifPresent(one -> lowerBound = one.proved());
            progress.accept(finding());
            quota = Math.min(LONGEST_LEG, (long) (GROWTH * quota));
        } while (!finding().proved() && !late.getAsBoolean() && evaluations < budget.evaluations());
        return finding();
    }

    private void meet(Leg leg) {
        for (Improvement one : leg.trail()) {
            if (one.cost() < cost) {
                cost = one.cost();
                trail.add(new Improvement(evaluations + one.evaluations(), cost));
                leg.best(best);
            }
        }
        evaluations += leg.used();
    }

    private Finding finding() {
        return new Finding(
                Arrays.stream(best).boxed().toList(), cost, Math.min(lowerBound, cost), evaluations, seconds(), trail);
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
