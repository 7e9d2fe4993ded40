package io.akkord.policies.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which tokens of a pass are the same token: those with equal tokens before them.
 *
 * <p>What a decoder computes at a token depends on that token and those before it alone. So responses to one prompt, the
 * two sides of a pair or questions in one template take in what they have in common once. Attention sees whole
 * rows, since it is called for rows of equal length: keys, queries and values are spread over them, and what it answers
 * is gathered. A row that begins another, or is the same, needs no attention of its own unless its keys are kept.
 */
final class SharedPrefixes {

    /** One token in this many must be saved, for spreading costs about a twentieth of what a token does. */
    private static final int WORTHWHILE = 16;

    private final List<int[]> places;
    private final List<Integer> attended;
    private final int tokens;
    private final boolean shared;

    private SharedPrefixes(List<int[]> places, List<Integer> attended, int tokens, boolean shared) {
        this.places = places;
        this.attended = attended;
        this.tokens = tokens;
        this.shared = shared;
    }

    /**
     * Finds what rows share; nothing where that is too little to be worth it.
     *
     * @param rows token ids, the longest row first
     * @param lengths how many tokens of each row count
     * @param cached whether attention must see every row
     */
    static SharedPrefixes of(List<int[]> rows, int[] lengths, boolean cached) {
        var known = new HashMap<Long, Integer>();
        var places = new ArrayList<int[]>();
        var attended = new ArrayList<Integer>();
        for (int row = 0; row < lengths.length; row++) {
            int before = known.size();
            places.add(follow(known, rows.get(row), lengths[row]));
            if (cached || known.size() > before) {
                attended.add(row);
            }
        }
        int all = Arrays.stream(lengths).sum();
        if ((all - known.size()) * WORTHWHILE <= all) {
            return apart(lengths);
        }
        return new SharedPrefixes(places, attended, known.size(), true);
    }

    /** Walks a row through the tree whose edges are {@code known}: (place of the token before, token) to place. */
    private static int[] follow(HashMap<Long, Integer> known, int[] tokens, int length) {
        var places = new int[length];
        long before = -1;
        for (int i = 0; i < length; i++) {
            int next = known.size();
            Integer place = known.putIfAbsent(before << Integer.SIZE | tokens[i], next);
            places[i] = place == null ? next : place;
            before = places[i];
        }
        return places;
    }

    private static SharedPrefixes apart(int[] lengths) {
        var places = new ArrayList<int[]>();
        int start = 0;
        for (int length : lengths) {
            places.add(IntStream.range(start, start + length).toArray());
            start += length;
        }
        return new SharedPrefixes(
                places, IntStream.range(0, lengths.length).boxed().toList(), start, false);
    }

    /** How many tokens the network takes in. */
    int tokens() {
        return tokens;
    }

    /** Whether they are fewer than the rows have. */
    boolean isShared() {
        return shared;
    }

    /** Where each token of a row stands among those taken in. */
    int[] places(int row) {
        return places.get(row);
    }

    /** The rows that attention sees, in order. */
    List<Integer> attended() {
        return attended;
    }

    /** The tokens of the rows that attention sees, one row after another, as places. */
    long[] spread() {
        return attended.stream()
                .map(places::get)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray();
    }

    /** For each place where it comes first in {@link #spread}. */
    long[] gathered() {
        long[] spread = spread();
        var gathered = new long[tokens];
        for (int i = spread.length - 1; i >= 0; i--) {
            gathered[(int) spread[i]] = i;
        }
        return gathered;
    }
}
