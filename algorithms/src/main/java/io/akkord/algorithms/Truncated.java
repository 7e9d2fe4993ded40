package io.akkord.algorithms;

/** What becomes of the score of a response that reached its length limit without ending. */
public enum Truncated {
    /** It counts like any other. */
    KEEP,
    /** It is taken as 0: an unfinished response earns nothing and loses nothing. */
    DROP,
    /** A fixed penalty is subtracted from it. */
    PENALTY
}
