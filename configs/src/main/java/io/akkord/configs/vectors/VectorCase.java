package io.akkord.configs.vectors;

/**
 * One published result.
 *
 * @param number its place in the file, from 1
 * @param function what was computed: the case's {@code fn}, else its {@code test}, else empty
 * @param whole everything the case says
 */
public record VectorCase(int number, String function, Value whole) {

    /** What went in. */
    public Value inputs() {
        return whole.path("inputs");
    }

    /** What came out. */
    public Value expected() {
        return whole.path("expected");
    }
}
