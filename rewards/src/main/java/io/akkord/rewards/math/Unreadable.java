package io.akkord.rewards.math;

/** A text is no mathematics that this package reads; it is then compared as words. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(String what) {
        super(what, null, false, false);
    }
}
