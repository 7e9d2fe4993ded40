package io.akkord.placement.search;

import java.util.function.Consumer;

/** Finds a cheap choice, at first quickly, then ever better. */
public final class Search {

    private Search() {}

    /**
     * Searches until the best choice is proved or the budget is used up.
     *
     * @param progress told of each improvement, from the calling thread
     */
    public static Finding run(AssignmentProblem problem, Budget budget, Consumer<Finding> progress) {
        throw new UnsupportedOperationException(problem + " " + budget + " " + progress);
    }
}
