package io.akkord.placement.search;

import java.util.List;
import java.util.Optional;

/**
 * A choice of one option for each of a few calls, and what the whole choice costs.
 *
 * <p>A choice is an {@code int[calls]} of option numbers, {@code 0 <= choice[call] < options(call)}. Options that can
 * never be part of a best choice are the problem's to leave out.
 */
public interface AssignmentProblem {

    /** How many calls need an option, at least one. */
    int calls();

    /** How many options a call has, at least one. */
    int options(int call);

    /** A fresh price for one thread: it may keep working space between calls. */
    Price price();

    /** A fresh bound for one thread; empty where nothing is known, and then no gap is reported. */
    default Optional<Bound> bound() {
        return Optional.empty();
    }

    /** Whole choices worth starting from, the best guess first. */
    default List<int[]> seeds() {
        return List.of();
    }

    /** What a whole choice costs. */
    @FunctionalInterface
    interface Price {

        /**
         * The cost of a choice, where that is at most {@code limit}; else any number above {@code limit}.
         *
         * @param choice {@code [calls]}; not kept, not changed
         * @param limit what the caller has no use for more than; positive infinity asks for the exact cost
         */
        double of(int[] choice, double limit);
    }

    /** What every whole choice costs at least that begins with given options. */
    interface Bound {

        /** The calls in the order in which to decide them, those that matter most first. */
        int[] order();

        /**
         * A number that no choice costs less than which agrees with {@code choice} on the first {@code decided} calls of
         * {@link #order()}. Positive infinity says that none of them is worth a look, for example because they cost as
         * much as others elsewhere.
         *
         * @param choice {@code [calls]}; calls not decided hold anything
         * @param limit what the caller will drop anyway: work may stop once the bound has reached it
         */
        double of(int[] choice, int decided, double limit);
    }
}
