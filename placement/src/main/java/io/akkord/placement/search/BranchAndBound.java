package io.akkord.placement.search;

import java.util.Arrays;

/**
 * A proof, in ever harder parts, that nothing is cheaper than what was found.
 *
 * <p>Depth first, call by call in the bound's order, the options of a call by rising bound; what is bounded at or above a
 * threshold is left aside. A pass that ends has proved the threshold. The first threshold is the bound of everything;
 * each further one halves the gap to the best cost, and the last one is that cost: so there is a useful bound long
 * before there is a proof, and because each pass looks at many times the choices of the one before, all the passes
 * together cost little more than the last. A pass that is cut short has proved the lowest bound among what it left
 * open, which the order by rising bounds makes the next sibling along its path.
 */
final class BranchAndBound implements Strand {

    /** Below this share of the cost, a gap is closed in one pass. */
    private static final double LAST_GAP = 0.01;

    private final AssignmentProblem problem;
    private final AssignmentProblem.Price price;
    private final AssignmentProblem.Bound bound;
    private final int calls;
    private final int[] order;
    private final int[] choice;

    /** {@code [depth][rank]}: options by rising bound, and these bounds. */
    private final int[][] ranked;

    private final double[][] bounds;
    private final int[] count;
    private final int[] next;

    private int depth = -1;
    private double threshold;
    private double proved = Double.NEGATIVE_INFINITY;

    BranchAndBound(AssignmentProblem problem, AssignmentProblem.Bound bound) {
        this.problem = problem;
        this.price = problem.price();
        this.bound = bound;
        calls = problem.calls();
        order = bound.order().clone();
        choice = new int[calls];
        ranked = new int[calls][];
        bounds = new double[calls][];
        for (int level = 0; level < calls; level++) {
            ranked[level] = new int[problem.options(order[level])];
            bounds[level] = new double[ranked[level].length];
        }
        count = new int[calls];
        next = new int[calls];
    }

    /** No choice costs less. */
    double proved() {
        return proved;
    }

    @Override
    public void advance(Leg leg) {
        if (proved == Double.NEGATIVE_INFINITY && leg.goesOn()) {
            proved = bound.of(choice, 0, Double.POSITIVE_INFINITY);
            leg.count();
        }
        while (leg.goesOn() && proved < leg.cost()) {
            if (depth < 0) {
                threshold = nextThreshold(leg.cost());
                expand(0, leg);
            }
            pass(leg);
            proved = Math.max(proved, depth < 0 ? Math.min(threshold, leg.cost()) : stillOpen());
        }
    }

    private double nextThreshold(double cost) {
        double half = proved + (cost - proved) / 2;
        return cost - proved <= LAST_GAP * cost || !(half < cost) ? cost : half;
    }

    private void pass(Leg leg) {
        while (depth >= 0 && leg.goesOn()) {
            double limit = Math.min(threshold, leg.cost());
            int rank = next[depth];
            if (rank == count[depth] || bounds[depth][rank] >= limit) {
                depth--;
                continue;
            }
            choice[order[depth]] = ranked[depth][rank];
            next[depth]++;
            if (depth + 1 < calls) {
                expand(depth + 1, leg);
            } else {
                leg.offer(choice, price.of(choice, leg.cost()));
                leg.count();
            }
        }
    }

    private void expand(int level, Leg leg) {
        int call = order[level];
        double limit = Math.min(threshold, leg.cost());
        int open = 0;
        for (int option = 0; option < problem.options(call); option++) {
            choice[call] = option;
            double least = bound.of(choice, level + 1, limit);
            leg.count();
            if (least < limit) {
                int at = open++;
                for (; at > 0 && bounds[level][at - 1] > least; at--) {
                    bounds[level][at] = bounds[level][at - 1];
                    ranked[level][at] = ranked[level][at - 1];
                }
                bounds[level][at] = least;
                ranked[level][at] = option;
            }
        }
        count[level] = open;
        next[level] = 0;
        depth = level;
    }

    private double stillOpen() {
        double least = threshold;
        for (int level = 0; level <= depth; level++) {
            if (next[level] < count[level]) {
                least = Math.min(least, bounds[level][next[level]]);
            }
        }
        return least;
    }

    @Override
    public String toString() {
        return "depth " + depth + " of " + Arrays.toString(order);
    }
}
