package io.akkord.algorithms;

import io.akkord.algorithms.experience.Ending;

/** What becomes of the score of a response that reached its length limit without ending. */
public enum Truncated {
    /** It counts like any other. */
    KEEP,
    /** It is taken as 0: an unfinished response earns nothing and loses nothing. */
    DROP,
    /** A fixed penalty is subtracted from it. */
    PENALTY;

    /**
     * What a response has earned.
     *
     * @param score as the reward gave it
     * @param penalty what {@link #PENALTY} subtracts
     */
    double earned(double score, Ending ending, double penalty) {
        if (ending != Ending.LENGTH) {
            return score;
        }
        return switch (this) {
            case KEEP -> score;
            case DROP -> Double.isNaN(score) ? score : 0;
            case PENALTY -> score - penalty;
        };
    }
}
