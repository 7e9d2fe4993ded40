package io.akkord.placement.collective;

/**
 * Neighbouring parts of an array that a schedule cuts into equal ones.
 *
 * @param from the first part, at least 0
 * @param to the part after the last one
 */
public record Chunk(int from, int to) {

    public Chunk {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("parts " + from + " to " + to + " are no chunk");
        }
    }

    static Chunk of(int part) {
        return new Chunk(part, part + 1);
    }

    /** Parts in it. */
    public int size() {
        return to - from;
    }

    /** The first number of an array of {@code length} that is in it, where the array is cut into {@code parts}. */
    public long start(long length, int parts) {
        return cut(from, length, parts);
    }

    /** The number after the last one. */
    public long end(long length, int parts) {
        return cut(to, length, parts);
    }

    private static long cut(int part, long length, int parts) {
        return Math.multiplyExact(length, part) / parts;
    }
}
