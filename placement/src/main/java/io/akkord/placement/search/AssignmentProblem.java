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

    /** In place of an option: not decided. */
    int OPEN = -1;

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

    /** What every whole choice costs at least that agrees with given options. */
    @FunctionalInterface
    interface Bound {

        /**
         * A number that no choice costs less than which agrees with {@code choice} where that is not {@link #OPEN}.
         * Positive infinity says that none of them is worth a look, for example because others cost as much.
         *
         * @param choice {@code [calls]}; not kept, not changed
         * @param limit what the caller will drop anyway: work may stop once the bound has reached it
         */
        double of(int[] choice, double limit);
    }
}
