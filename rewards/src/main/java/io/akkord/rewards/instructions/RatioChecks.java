package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** How parts of the response compare with each other or with a reference: the {@code ratio:} family of IFBench. */
final class RatioChecks {

    private static final Set<String> STOP_WORDS = WordLists.words("stop-words.txt");
    private static final int GRAM = 3;

    /** How far an overlap may lie from the one asked for, in percent. */
    private static final double TOLERANCE = 2;

    private RatioChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("ratio:stop_words", "StopWordPercentageChecker", arguments -> {
                    double most = arguments.percentage("percentage");
                    return text -> stopWordPercentage(text) <= most;
                }),
                plain("ratio:sentence_type", "SentTypeRatioChecker", text -> {
                    List<String> sentences = Sentences.of(text);
                    return ending(sentences, ".") == 2 * ending(sentences, "?");
                }),
                plain("ratio:sentence_balance", "SentBalanceChecker", text -> {
                    List<String> sentences = Sentences.of(text);
                    long statements = ending(sentences, ".");
                    return statements == ending(sentences, "?") && statements == ending(sentences, "!");
                }),
                of("ratio:overlap", "NGramOverlapChecker", RatioChecks::overlap),
                plain("ratio:sentence_words", "CharacterCountUniqueWordsChecker", text -> {
                    List<String> sentences = Sentences.of(text);
                    return sentences.size() == 3
                            && sentences.stream()
                                            .map(RatioChecks::length)
                                            .distinct()
                                            .count()
                                    == 1;
                }));
    }

    private static long ending(List<String> sentences, String mark) {
        return sentences.stream().filter(sentence -> sentence.endsWith(mark)).count();
    }

    private static int length(String sentence) {
        String stripped = Words.strip(sentence);
        return stripped.codePointCount(0, stripped.length());
    }

    /** NaN, which is below nothing, where there are no words. */
    private static double stopWordPercentage(String text) {
        List<String> words = Words.alphanumeric(Words.lower(text));
        return 100.0 * words.stream().filter(STOP_WORDS::contains).count() / words.size();
    }

    /** The share of the response's different trigrams of characters that the reference has too. */
    private static Predicate<String> overlap(Arguments arguments) {
        Set<String> reference = grams(arguments.text("reference_text"));
        double wanted = arguments.percentage("percentage");
        return text -> {
            Set<String> grams = grams(text);
            double shared = 100.0 * grams.stream().filter(reference::contains).count() / grams.size();
            return Math.abs(shared - wanted) <= TOLERANCE;
        };
    }

    private static Set<String> grams(String text) {
        int[] characters = text.codePoints().toArray();
        var grams = new HashSet<String>();
        for (int i = 0; i + GRAM <= characters.length; i++) {
            grams.add(new String(characters, i, GRAM));
            Words.answerInterrupt();
        }
        return grams;
    }
}
