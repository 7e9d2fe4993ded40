package io.akkord.placement.collective;

/** Who talks to whom in a schedule. */
public enum Pattern {
    /** Each rank to its right neighbour: the least traffic, as many rounds as ranks. */
    RING,
    /** Halving distances from one end: as few rounds as can be, the whole array in each. */
    TREE,
    /** A ring within each node and rings across nodes, each for the chunk of one place in them. */
    HIERARCHY,
    /** One message. */
    PAIR
}
