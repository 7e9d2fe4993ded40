package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** How long the response is, in words, sentences and paragraphs: {@code length_constraints:} and {@code paragraphs:}. */
final class LengthChecks {

    private static final String DIVIDER = "***";

    private LengthChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("length_constraints:number_words", "NumberOfWords", arguments -> {
                            int wanted = arguments.count("num_words");
                            Relation relation = arguments.relation("relation");
                            return text ->
                                    relation.holds(Words.alphanumeric(text).size(), wanted);
                        })
                        .alsoNamed("length_constraint:number_words"),
                of("length_constraints:number_sentences", "NumberOfSentences", arguments -> {
                            int wanted = arguments.count("num_sentences");
                            Relation relation = arguments.relation("relation");
                            return text -> relation.holds(Sentences.of(text).size(), wanted);
                        })
                        .alsoNamed("length_constraint:number_sentences"),
                of(
                                "length_constraints:number_paragraphs",
                                "ParagraphChecker",
                                arguments -> paragraphs(DIVIDER, arguments.count("num_paragraphs")))
                        .alsoNamed("length_constraint:number_paragraphs"),
                of("length_constraints:nth_paragraph_first_word", "ParagraphFirstWordCheck", LengthChecks::firstWord)
                        .alsoNamed("length_constraint:nth_paragraph_first_word"),
                plain("paragraphs:paragraphs", "ParagraphBasicChecker", paragraphs(DIVIDER, 2)),
                plain("paragraphs:paragraphs2", "ParagraphBasicChecker2", paragraphs("\n\n", 2)),
                of("count:word_count_range", "WordCountRangeChecker", arguments -> {
                    int least = arguments.count("min_words");
                    int most = arguments.count("max_words");
                    return text -> {
                        int words = Words.alphanumeric(text).size();
                        return least <= words && words <= most;
                    };
                }),
                of("count:counting_composition", "CountingCompositionChecker", arguments -> {
                    int sentences = arguments.count("n_sent");
                    int words = arguments.count("n_words");
                    return paragraphs(DIVIDER, 3)
                            .and(text -> parts(text, DIVIDER).stream()
                                    .allMatch(paragraph -> isComposed(paragraph, sentences, words)));
                }));
    }

    /** The text between dividers, taken literally. */
    static List<String> parts(String text, String divider) {
        return List.of(text.split(Pattern.quote(divider), -1));
    }

    /** Exactly {@code wanted} paragraphs; an empty one is forgiven before the first divider and after the last alone. */
    private static Predicate<String> paragraphs(String divider, int wanted) {
        return text -> {
            List<String> parts = parts(text, divider);
            int count = 0;
            for (int i = 0; i < parts.size(); i++) {
                boolean blank = Words.strip(parts.get(i)).isEmpty();
                if (blank && i > 0 && i < parts.size() - 1) {
                    return false;
                }
                count += blank ? 0 : 1;
            }
            return count == wanted;
        };
    }

    private static boolean isComposed(String paragraph, int sentences, int words) {
        List<String> found = Sentences.of(paragraph);
        return found.size() == sentences
                && found.stream().allMatch(sentence -> Tokens.of(sentence).size() == words);
    }

    private static Predicate<String> firstWord(Arguments arguments) {
        int wanted = arguments.count("num_paragraphs");
        int place = arguments.place("nth_paragraph");
        String word = Words.lower(arguments.text("first_word"));
        return text -> {
            List<String> parts = parts(text, "\n\n");
            long count =
                    parts.stream().filter(part -> !Words.strip(part).isEmpty()).count();
            return count == wanted && place <= count && word.equals(opening(parts.get(place - 1)));
        };
    }

    /** The first word in lower case, up to its first punctuation mark and without opening quotes. */
    private static String opening(String paragraph) {
        List<String> words = Words.spaced(paragraph);
        if (words.isEmpty()) {
            return "";
        }
        String word = words.getFirst();
        int from = 0;
        while (from < word.length() && (word.charAt(from) == '\'' || word.charAt(from) == '"')) {
            from++;
        }
        int to = from;
        while (to < word.length() && ".,?!'\"".indexOf(word.charAt(to)) < 0) {
            to++;
        }
        return Words.lower(word.substring(from, to));
    }
}
