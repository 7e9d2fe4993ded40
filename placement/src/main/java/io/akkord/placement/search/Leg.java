package io.akkord.placement.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What one strand may use up before the strands meet again, and what it found.
 *
 * <p>Strands do not see each other's finds within a leg, so these depend on how many evaluations a leg has, and not on
 * which thread was faster.
 */
final class Leg {

    private static final int EVALUATIONS_BETWEEN_LOOKS_AT_THE_CLOCK = 256;

    private final long quota;
    private final BooleanSupplier late;
    private final int[] best;
    private final List<Improvement> trail = new ArrayList<>();
    private double cost;
    private long used;
    private boolean stopped;

    /**
     * A leg that begins with what all strands have found.
     *
     * @param best of cost {@code cost}; anything where that is infinite
     * @param late whether the time is over
     */
    Leg(long quota, int[] best, double cost, BooleanSupplier late) {
        this.quota = quota;
        this.best = best.clone();
        this.cost = cost;
        this.late = late;
    }

    /** One price or bound was asked for. */
    void count() {
        used++;
        if (used % EVALUATIONS_BETWEEN_LOOKS_AT_THE_CLOCK == 0) {
            stopped |= late.getAsBoolean();
        }
    }

    boolean goesOn() {
        return used < quota && !stopped;
    }

    long left() {
        return quota - used;
    }

    long used() {
        return used;
    }

    void offer(int[] choice, double price) {
        if (price < cost) {
            cost = price;
            System.arraycopy(choice, 0, best, 0, best.length);
            trail.add(new Improvement(used, price));
        }
    }

    boolean hasChoice() {
        return cost < Double.POSITIVE_INFINITY;
    }

    double cost() {
        return cost;
    }

    /** Copies the best choice. */
    void best(int[] into) {
        System.arraycopy(best, 0, into, 0, best.length);
    }

    List<Improvement> trail() {
        return trail;
    }
}
