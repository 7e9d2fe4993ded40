package io.akkord.placement.search;

import java.util.SplittableRandom;

/**
 * A random walk that takes ever fewer steps uphill, then a descent; a walk a round.
 *
 * <p>A step changes one call, or two at once: the second helps where two calls share devices and neither can move alone.
 * The bar for a step is drawn before its price is known, {@code cost - temperature * ln(uniform)}, which is the
 * Metropolis rule, and lets the price stop counting as soon as it is over the bar. Temperatures fall from 2 % of the
 * cost to 0.02 %: what is worth a step uphill depends on the scale of the costs, not on their unit. Every other walk
 * begins at the best choice so far, the rest anywhere.
 */
final class Annealing implements Strand {

    private static final double HOT = 0.02;
    private static final double COLD = 2e-4;
    private static final double PAIRS = 0.3;
    private static final double WALK = 0.8;

    private final AssignmentProblem problem;
    private final AssignmentProblem.Price price;
    private final long seed;
    private final int calls;
    private final int[] choice;
    private final int[] trial;
    private double cost = Double.POSITIVE_INFINITY;
    private int walks;

    Annealing(AssignmentProblem problem, long seed) {
        this.problem = problem;
        this.price = problem.price();
        this.seed = seed;
        this.calls = problem.calls();
        this.choice = new int[calls];
        this.trial = new int[calls];
    }

    @Override
    public void advance(Leg leg) {
        if (!leg.goesOn()) {
            return;
        }
        var random = new SplittableRandom(seed ^ (walks * 0x9E3779B97F4A7C15L));
        if (walks == 0) {
            startFromSeeds(leg);
        } else if (walks % 2 == 0 && leg.hasChoice()) {
            leg.best(choice);
            cost = leg.cost();
        } else {
            scatter(random, leg);
        }
        walks++;
        walk(random, leg);
        descend(leg);
        polish(random, leg);
    }

    private void startFromSeeds(Leg leg) {
        take(leg, Double.POSITIVE_INFINITY); // the first option of each call
        for (int[] seedChoice : problem.seeds()) {
            System.arraycopy(seedChoice, 0, trial, 0, calls);
            tryStep(leg, cost);
        }
    }

    private void scatter(SplittableRandom random, Leg leg) {
        for (int call = 0; call < calls; call++) {
            trial[call] = random.nextInt(problem.options(call));
        }
        take(leg, Double.POSITIVE_INFINITY);
    }

    private void walk(SplittableRandom random, Leg leg) {
        long steps = (long) (WALK * leg.left());
        double cooling = Math.log(COLD / HOT);
        double scale = Math.min(cost, leg.cost());
        double temperature = HOT * scale;
        for (long step = 0; step < steps && leg.goesOn(); step++) {
            if ((step & 63) == 0) {
                scale = Math.min(cost, leg.cost());
                temperature = HOT * scale * Math.exp(cooling * step / steps);
            }
            mutate(random);
            tryStep(leg, cost - temperature * Math.log(1 - random.nextDouble()));
        }
    }

    private void mutate(SplittableRandom random) {
        System.arraycopy(choice, 0, trial, 0, calls);
        int call = random.nextInt(calls);
        trial[call] = random.nextInt(problem.options(call));
        if (random.nextDouble() < PAIRS) {
            int other = random.nextInt(calls);
            trial[other] = random.nextInt(problem.options(other));
        }
    }

    /** Takes for each call the option that helps most, until none does. */
    private void descend(Leg leg) {
        int settled = 0;
        for (int call = 0; settled < calls && leg.goesOn(); call = (call + 1) % calls) {
            double before = cost;
            for (int option = 0; option < problem.options(call) && leg.goesOn(); option++) {
                System.arraycopy(choice, 0, trial, 0, calls);
                trial[call] = option;
                tryStep(leg, Math.nextDown(cost));
            }
            settled = cost < before ? 1 : settled + 1;
        }
    }

    private void polish(SplittableRandom random, Leg leg) {
        while (leg.goesOn()) {
            mutate(random);
            tryStep(leg, cost);
        }
    }

    private void tryStep(Leg leg, double bar) {
        if (leg.goesOn()) {
            take(leg, bar);
        }
    }

    private void take(Leg leg, double bar) {
        double priced = price.of(trial, bar);
        leg.count();
        if (priced <= bar) {
            System.arraycopy(trial, 0, choice, 0, calls);
            cost = priced;
            leg.offer(choice, cost);
        }
    }
}
