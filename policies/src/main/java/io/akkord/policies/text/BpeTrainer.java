package io.akkord.policies.text;

import io.akkord.algorithms.UserError;
import io.akkord.policies.files.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns a byte-level BPE tokenizer from text, as GPT-2's was learned (Sennrich et al. 2016; Radford et al. 2019).
 *
 * <p>Ids: the special tokens in the order given, the 256 bytes in the order of their characters, then one a merged piece. The same
 * texts give the same bytes on every machine.
 */
public final class BpeTrainer {

    public static final String PAD = "<pad>";
    public static final String BOS = "<bos>";
    public static final String EOS = "<eos>";

    /** What a language model needs: padding, a beginning and an end. */
    public static final List<String> SPECIAL_TOKENS = List.of(PAD, BOS, EOS);

    private BpeTrainer() {}

    /**
     * Writes {@code tokenizer.json}, and {@code tokenizer_config.json} beside it.
     *
     * @param texts what to learn from; read once
     * @param vocabulary ids wanted, special tokens and bytes included
     * @param specialTokens tokens that never come from merging; {@link #BOS}, if among them, begins every encoded text
     * @param tokenizerJson the file to write
     * @return ids the tokenizer has: fewer than wanted where no pair of symbols is left that occurs twice
     * @throws UserError where {@code vocabulary} is too small, or the disk is full or refuses
     */
    public static int train(Iterable<String> texts, int vocabulary, List<String> specialTokens, Path tokenizerJson) {
        int first = specialTokens.size() + ByteAlphabet.SIZE;
        if (vocabulary < first) {
            throw new UserError("a vocabulary of " + vocabulary + " is too small for a byte-level tokenizer; it needs "
                    + ByteAlphabet.SIZE + " bytes and " + specialTokens.size() + " special tokens, " + first
                    + " at least");
        }
        var pieces = new ArrayList<>(specialTokens);
        int[] bytesByCharacter = bytesByCharacter();
        for (int value : bytesByCharacter) {
            pieces.add(String.valueOf(ByteAlphabet.character(value)));
        }
        var learner = new PairMerges(words(texts, bytesByCharacter, specialTokens.size()), pieces);
        learner.learn(vocabulary);
        JsonFile.write(tokenizerJson, BpeLayout.tokenizer(learner.pieces(), specialTokens, learner.merges()));
        JsonFile.write(tokenizerJson.resolveSibling("tokenizer_config.json"), BpeLayout.settings(specialTokens));
        return learner.pieces().size();
    }

    /** The distinct words of all texts; a byte's symbol is its place in {@code bytesByCharacter}, after the special tokens. */
    private static List<PairMerges.Word> words(Iterable<String> texts, int[] bytesByCharacter, int specials) {
        var symbols = new int[ByteAlphabet.SIZE];
        for (int i = 0; i < symbols.length; i++) {
            symbols[bytesByCharacter[i]] = specials + i;
        }
        var counts = new HashMap<String, Long>();
        for (String text : texts) {
            for (String word : ByteAlphabet.words(text)) {
                counts.merge(word, 1L, Long::sum);
            }
        }
        var words = new ArrayList<PairMerges.Word>();
        counts.forEach((word, count) -> words.add(new PairMerges.Word(
                Arrays.stream(ByteAlphabet.bytes(word))
                        .map(value -> symbols[value])
                        .toArray(),
                count)));
        return words;
    }

    private static int[] bytesByCharacter() {
        return IntStream.range(0, ByteAlphabet.SIZE)
                .boxed()
                .sorted(Comparator.comparing(ByteAlphabet::character))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
