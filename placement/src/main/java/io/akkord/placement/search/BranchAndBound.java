package io.akkord.placement.search;

import java.util.Arrays;

/**
 * A proof, in ever harder parts, that nothing is cheaper than what was found.
 *
 * <p>Depth first; what is bounded at or above a threshold is left aside. A pass that ends has proved the threshold. The
 * first bound is that of everything; each further threshold halves the gap to the best cost, and the last one is that
 * cost: so there is a useful bound long before there is a proof, and because each pass looks at many times the choices
 * of the one before, all the passes together cost little more than the last. A pass that is cut short has proved the
 * lowest bound among what it left open, which the order by rising bounds makes the next sibling along its path.
 *
 * <p>At each node every call not decided is asked which of its options are still below the threshold. Children begin
 * with what is left, a call with nothing left ends the branch at once, and the call with the fewest options left is
 * decided next.
 */
final class BranchAndBound implements Strand {

    /** Below this share of the cost, a gap is closed in one pass. */
    private static final double LAST_GAP = 0.01;

    private final AssignmentProblem.Price price;
    private final AssignmentProblem.Bound bound;
    private final int calls;
    private final int[] choice;
    private final Domain[][] domains;
    private final int[] branching;
    private final int[] next;

    private int depth = -1;
    private boolean passing;
    private double threshold;
    private double proved = Double.NEGATIVE_INFINITY;

    /** Options of a call that are left, by rising bound. */
    private static final class Domain {
        final int[] options;
        final double[] bounds;
        int size;

        Domain(int most) {
            options = new int[most];
            bounds = new double[most];
        }

        void insert(int option, double least) {
            int at = size++;
            for (; at > 0 && bounds[at - 1] > least; at--) {
                bounds[at] = bounds[at - 1];
                options[at] = options[at - 1];
            }
            bounds[at] = least;
            options[at] = option;
        }
    }

    BranchAndBound(AssignmentProblem problem, AssignmentProblem.Bound bound) {
        this.price = problem.price();
        this.bound = bound;
        calls = problem.calls();
        choice = new int[calls];
        Arrays.fill(choice, AssignmentProblem.OPEN);
        domains = new Domain[calls + 1][calls];
        for (Domain[] level : domains) {
            Arrays.setAll(level, call -> new Domain(problem.options(call)));
        }
        for (Domain everything : domains[0]) {
            everything.size = everything.options.length;
            Arrays.setAll(everything.options, option -> option);
        }
        branching = new int[calls];
        next = new int[calls];
    }

    /** No choice costs less. */
    double proved() {
        return proved;
    }

    @Override
    public void advance(Leg leg) {
        if (threshold > leg.cost()) { // a better choice came in: a pass up to here would prove more than is of use
            passing = false;
        }
        while (leg.hasChoice() && leg.goesOn() && proved < leg.cost()) {
            if (!passing) {
                begin(leg);
            }
            passing = !pass(leg);
            proved = Math.max(proved, passing ? stillOpen() : Math.min(threshold, leg.cost()));
        }
    }

    private void begin(Leg leg) {
        depth = -1;
        Arrays.fill(choice, AssignmentProblem.OPEN);
        proved = Math.max(proved, bound.of(choice, Double.POSITIVE_INFINITY));
        threshold = nextThreshold(leg.cost());
    }

    private double nextThreshold(double cost) {
        double half = proved + (cost - proved) / 2;
        return cost - proved <= LAST_GAP * cost || !(half < cost) ? cost : half;
    }

    /** Whether the pass came to its end. */
    private boolean pass(Leg leg) {
        if (depth < 0 && !expand(leg)) {
            return false;
        }
        while (depth >= 0 && leg.goesOn()) {
            int call = branching[depth];
            Domain domain = domains[depth + 1][call];
            int rank = next[depth]++;
            if (rank >= domain.size || domain.bounds[rank] >= limit(leg)) {
                choice[call] = AssignmentProblem.OPEN;
                depth--;
                continue;
            }
            choice[call] = domain.options[rank];
            if (depth + 1 == calls) {
                leg.offer(choice, price.of(choice, leg.cost()));
                leg.count();
            } else if (!expand(leg)) {
                next[depth]--;
            }
        }
        return depth < 0;
    }

    private double limit(Leg leg) {
        return Math.min(threshold, leg.cost());
    }

    /**
     * Goes one level down, unless some call has no option left.
     *
     * @return whether the leg was long enough to find out
     */
    private boolean expand(Leg leg) {
        double limit = limit(leg);
        int level = depth + 1;
        int fewest = -1;
        for (int call = 0; call < calls; call++) {
            if (choice[call] == AssignmentProblem.OPEN) {
                Domain left = domains[level + 1][call];
                if (!narrow(call, domains[level][call], left, limit, leg)) {
                    return false;
                }
                if (left.size == 0) {
                    return true;
                }
                if (fewest < 0 || left.size < domains[level + 1][fewest].size) {
                    fewest = call;
                }
            }
        }
        branching[level] = fewest;
        next[level] = 0;
        depth = level;
        return true;
    }

    private boolean narrow(int call, Domain from, Domain left, double limit, Leg leg) {
        left.size = 0;
        int rank = 0;
        for (; rank < from.size && leg.goesOn(); rank++) {
            choice[call] = from.options[rank];
            double least = bound.of(choice, limit);
            leg.count();
            if (least < limit) {
                left.insert(choice[call], least);
            }
        }
        choice[call] = AssignmentProblem.OPEN;
        return rank == from.size;
    }

    private double stillOpen() {
        double least = threshold;
        for (int level = 0; level <= depth; level++) {
            Domain domain = domains[level + 1][branching[level]];
            if (next[level] < domain.size) {
                least = Math.min(least, domain.bounds[next[level]]);
            }
        }
        return least;
    }
}
