package io.akkord.actors.collective;

import java.lang.foreign.MemorySegment;

/** How one rank exchanges single messages with others of its group. */
interface Post {

    /** Returns when the array may be changed. */
    void send(int to, MemorySegment array, Occasion occasion);

    /** Takes the next message into an array of its length. */
    void receive(int from, MemorySegment into, Occasion occasion);

    /** Frees what it holds. */
    void close();
}
