package io.akkord.placement.search;

/** One of the ways in which a search proceeds; strands run side by side, and meet after each leg. */
interface Strand {

    /** Works until the leg is over or nothing is left to do. */
    void advance(Leg leg);
}
