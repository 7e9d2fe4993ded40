package io.akkord.policies.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Byte-pair merges of counted words: again and again, the most frequent pair of neighbours becomes one symbol.
 *
 * <p>Counts change only in the words that hold the merged pair, so each merge touches those words alone; the queue keeps
 * stale entries and corrects them when they surface (the scheme of Hugging Face tokenizers). Among pairs of one count, the
 * one of smaller symbols wins, first by its left, then by its right.
 */
final class PairMerges {

    /** Two neighbouring symbols. */
    record Pair(int left, int right) {}

    /** A word as symbols, and how often it occurs. */
    record Word(int[] symbols, long count) {}

    private record Candidate(Pair pair, long count) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byCount = Long.compare(other.count, count);
            int byLeft = byCount != 0 ? byCount : Integer.compare(pair.left, other.pair.left);
            return byLeft != 0 ? byLeft : Integer.compare(pair.right, other.pair.right);
        }
    }

    /** A pair met once says nothing about the next text. */
    private static final int LEAST_COUNT = 2;

    private final List<Word> words;
    private final List<String> pieces;
    private final Map<String, Integer> symbols = new HashMap<>();
    private final List<Pair> merges = new ArrayList<>();
    private final Map<Pair, Long> counts = new HashMap<>();
    private final Map<Pair, Set<Integer>> holders = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

    /**
     * Starts from words of single bytes.
     *
     * @param words distinct words
     * @param pieces text of each symbol; special tokens come first and occur in no word
     */
    PairMerges(List<Word> words, List<String> pieces) {
        this.words = new ArrayList<>(words);
        this.pieces = new ArrayList<>(pieces);
        for (int symbol = 0; symbol < pieces.size(); symbol++) {
            symbols.put(pieces.get(symbol), symbol);
        }
        for (int word = 0; word < words.size(); word++) {
            count(word, 1);
        }
        counts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    }

    /** Merges until there are {@code vocabulary} symbols or no pair occurs twice. */
    void learn(int vocabulary) {
        while (pieces.size() < vocabulary && !queue.isEmpty()) {
            Candidate best = queue.poll();
            long count = counts.getOrDefault(best.pair, 0L);
            if (count != best.count && count >= LEAST_COUNT) {
                queue.add(new Candidate(best.pair, count));
            } else if (count >= LEAST_COUNT) {
                merge(best.pair);
            }
        }
    }

    /** Text of each symbol, one a byte, so that a text's length is its length in bytes. */
    List<String> pieces() {
        return pieces;
    }

    /** Merged pairs, first to last; usually, but not always, one a new piece. */
    List<Pair> merges() {
        return merges;
    }

    private void merge(Pair pair) {
        String piece = pieces.get(pair.left) + pieces.get(pair.right);
        int symbol = symbols.computeIfAbsent(piece, any -> pieces.size());
        if (symbol == pieces.size()) {
            pieces.add(piece);
        }
        merges.add(pair);
        var changed = new HashSet<Pair>();
        for (int word : List.copyOf(holders.getOrDefault(pair, Set.of()))) {
            Word old = words.get(word);
            count(word, -1);
            words.set(word, new Word(merged(old.symbols, pair, symbol), old.count));
            changed.addAll(count(word, 1));
        }
        counts.remove(pair);
        holders.remove(pair);
        for (Pair candidate : changed) {
            if (candidate.left == symbol || candidate.right == symbol) {
                queue.add(new Candidate(candidate, counts.getOrDefault(candidate, 0L)));
            }
        }
    }

    /** Counts a word's pairs in, or out again with {@code sign} -1; returns them. */
    private Set<Pair> count(int index, int sign) {
        Word word = words.get(index);
        var pairs = new HashSet<Pair>();
        for (int i = 0; i + 1 < word.symbols.length; i++) {
            var pair = new Pair(word.symbols[i], word.symbols[i + 1]);
            counts.merge(pair, sign * word.count, Long::sum);
            if (pairs.add(pair) && sign > 0) {
                holders.computeIfAbsent(pair, any -> new HashSet<>()).add(index);
            }
        }
        return pairs;
    }

    /** The word with every {@code pair}, from the left, as one symbol. */
    private static int[] merged(int[] word, Pair pair, int symbol) {
        var shorter = new int[word.length];
        int length = 0;
        for (int i = 0; i < word.length; i++) {
            boolean here = i + 1 < word.length && word[i] == pair.left && word[i + 1] == pair.right;
            shorter[length++] = here ? symbol : word[i];
            i += here ? 1 : 0;
        }
        return Arrays.copyOf(shorter, length);
    }
}
