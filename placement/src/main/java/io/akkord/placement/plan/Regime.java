package io.akkord.placement.plan;

/**
 * How iterations follow each other.
 *
 * @param boundary whether the next iteration waits until every step of this one has finished: the unit of undo of a
 *     synchronous run. Without it only weights are waited for, so that a critic may still learn while the policy generates
 * @param staleness by how many versions the policy that generates may be behind the one that learns; above 0 there is no
 *     boundary
 * @param streaming whether inferences of a generation's rollouts on other devices start with the first finished ones
 */
public record Regime(boolean boundary, int staleness, boolean streaming) {

    /** Of the iterations that are simulated, one in so many is no measure at either end. */
    static final int EDGES = 3;

    /** One iteration after the other, one step's rows after the other's: what a synchronous run does. */
    public static final Regime SYNCHRONOUS = new Regime(true, 0, false);

    public Regime {
        if (staleness < 0) {
            throw new IllegalArgumentException("staleness must be at least 0, was " + staleness);
        }
        if (staleness > 0 && boundary) {
            throw new IllegalArgumentException("staleness needs iterations without a boundary, was " + staleness);
        }
    }

    /** Iterations to simulate until one is like the next. */
    int horizon() {
        return boundary ? 1 : EDGES * (3 + staleness);
    }
}
