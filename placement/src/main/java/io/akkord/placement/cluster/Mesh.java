package io.akkord.placement.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The devices that run a call together, as runs of device numbers: ranks count through them in order.
 *
 * <p>Most meshes are one run; a mesh with holes takes what others leave. Runs keep a mesh of sixteen thousand devices as
 * small as one of two.
 *
 * @param spans ascending, with a gap between any two
 */
public record Mesh(List<Span> spans) {

    /**
     * Device numbers {@code from} to {@code to}, the second excluded.
     *
     * @param from at least 0
     * @param to above {@code from}
     */
    public record Span(int from, int to) {

        public Span {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("devices " + from + " to " + to + " are no span");
            }
        }

        int size() {
            return to - from;
        }
    }

    /**
     * Joins neighbouring spans.
     *
     * @throws IllegalArgumentException if there is none, or a device is there twice or out of order
     */
    public Mesh {
        var joined = new ArrayList<Span>();
        for (Span span : spans) {
            Span last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && span.from() < last.to()) {
                throw new IllegalArgumentException("a mesh overlaps itself at device " + span.from());
            }
            if (last != null && span.from() == last.to()) {
                joined.set(joined.size() - 1, new Span(last.from(), span.to()));
            } else {
                joined.add(span);
            }
        }
        if (joined.isEmpty()) {
            throw new IllegalArgumentException("a mesh needs a device");
        }
        spans = List.copyOf(joined);
    }

    /** One run of {@code size} devices. */
    public static Mesh of(int from, int size) {
        return new Mesh(List.of(new Span(from, from + size)));
    }

    /** These devices. */
    public static Mesh ofDevices(int... devices) {
        return new Mesh(IntStream.of(devices).mapToObj(i -> new Span(i, i + 1)).toList());
    }

    /** Number of devices. */
    public int size() {
        return spans.stream().mapToInt(Span::size).sum();
    }

    /** The device of a rank. */
    public int device(int rank) {
        int left = rank;
        for (Span span : spans) {
            if (left < span.size()) {
                return span.from() + left;
            }
            left -= span.size();
        }
        throw new IllegalArgumentException("rank " + rank + " of " + size());
    }

    public IntStream devices() {
        return spans.stream().flatMapToInt(span -> IntStream.range(span.from(), span.to()));
    }

    public boolean contains(int device) {
        return spans.stream().anyMatch(span -> span.from() <= device && device < span.to());
    }

    /** Whether some device is in both, so that calls on them exclude each other. */
    public boolean overlaps(Mesh other) {
        int mine = 0;
        int theirs = 0;
        while (mine < spans.size() && theirs < other.spans.size()) {
            Span a = spans.get(mine);
            Span b = other.spans.get(theirs);
            if (a.from() < b.to() && b.from() < a.to()) {
                return true;
            }
            if (a.to() <= b.from()) {
                mine++;
            } else {
                theirs++;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return spans.stream()
                .map(span -> span.size() == 1 ? "" + span.from() : span.from() + "-" + (span.to() - 1))
                .collect(Collectors.joining(","));
    }
}
