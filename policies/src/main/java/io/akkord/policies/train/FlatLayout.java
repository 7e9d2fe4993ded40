package io.akkord.policies.train;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the numbers of each parameter stand if all are laid behind one another, and the buckets into which that is cut.
 *
 * <p>The order is that in which the way back is done with them, so that a bucket can travel while blocks before it are
 * differentiated; those that other ranks of the copy hold too, and whose sums must be added up first, are last.
 */
final class FlatLayout {

    /** Numbers from {@code from} to before {@code to}. */
    record Span(long from, long to) {

        long length() {
            return to - from;
        }

        boolean isEmpty() {
            return to <= from;
        }

        /** What is in both; empty where nothing is. */
        Span and(Span other) {
            return new Span(Math.max(from, other.from), Math.min(to, other.to));
        }

        /** The part that a reduction leaves to one of the copies. */
        Span part(int copy, int copies) {
            return new Span(from + length() * copy / copies, from + length() * (copy + 1) / copies);
        }
    }

    /** Neighbours that are reduced together. */
    record Bucket(Span span, List<Integer> parameters) {}

    private final TreeMap<Integer, Span> spans = new TreeMap<>();
    private final List<Bucket> early;
    private final List<Bucket> late;
    private long size;

    /**
     * Lays parameters out.
     *
     * @param sizes how many numbers each has
     * @param bucketNumbers how many numbers fill a bucket
     */
    FlatLayout(ShardParameters parameters, long[] sizes, long bucketNumbers) {
        this.early = buckets(parameters.early(), sizes, bucketNumbers);
        this.late = buckets(parameters.late(), sizes, bucketNumbers);
    }

    private List<Bucket> buckets(List<Integer> parameters, long[] sizes, long bucketNumbers) {
        var buckets = new ArrayList<Bucket>();
        long from = size;
        var members = new ArrayList<Integer>();
        for (int parameter : parameters) {
            spans.put(parameter, new Span(size, size + sizes[parameter]));
            size += sizes[parameter];
            members.add(parameter);
            if (size - from >= bucketNumbers) {
                buckets.add(new Bucket(new Span(from, size), List.copyOf(members)));
                from = size;
                members.clear();
            }
        }
        if (size > from) {
            buckets.add(new Bucket(new Span(from, size), List.copyOf(members)));
        }
        return buckets;
    }

    /** How many numbers there are. */
    long size() {
        return size;
    }

    Span span(int parameter) {
        Span span = spans.get(parameter);
        if (span == null) {
            throw new IllegalStateException("parameter " + parameter + " is in no bucket");
        }
        return span;
    }

    /** Buckets that can be reduced as soon as the way back is done with their parameters. */
    List<Bucket> early() {
        return early;
    }

    /** Buckets that wait for sums within the copy. */
    List<Bucket> late() {
        return late;
    }

    /** All buckets, which together are all numbers. */
    List<Span> buckets() {
        return Stream.concat(early.stream(), late.stream()).map(Bucket::span).toList();
    }
}
