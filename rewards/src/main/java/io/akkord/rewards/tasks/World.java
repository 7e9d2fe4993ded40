package io.akkord.rewards.tasks;

import java.util.Random;

/** Draws the problems of one task. */
sealed interface World permits Arithmetic, WordSorting, Countdown, Sudoku {

    /**
     * A problem and what decides on which side of the split it lies.
     *
     * @param key equal for all problems of which one would give the other away
     */
    record Drawn(Problem problem, String key) {}

    Drawn draw(Random random);

    /** What is written before the answer where demonstrations show their work; nothing in most worlds. */
    default String work(Problem problem) {
        return "";
    }

    /** A response in the form of a right one that is wrong in a way that learners are. */
    String wrong(Problem problem, Random random);
}
