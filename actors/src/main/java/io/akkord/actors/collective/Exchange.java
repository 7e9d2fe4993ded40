package io.akkord.actors.collective;

import java.lang.foreign.MemorySegment;

/** How one rank carries its part of collectives out, one after the other. */
interface Exchange {

    /** Returns when this rank's part is done and its array is the caller's again. */
    void perform(Occasion occasion, MemorySegment array);

    /** Frees what it holds. */
    void close();
}
