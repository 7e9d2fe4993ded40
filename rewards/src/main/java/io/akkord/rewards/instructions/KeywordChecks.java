package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which words and letters occur, and how often: the {@code keywords:} and {@code letters:} families.
 *
 * <p>A keyword is text, never a pattern. Upper and lower case are the same, and a keyword may be part of a word; only a
 * forbidden word must stand alone to count.
 */
final class KeywordChecks {

    private static final int[] TIMES_OF_FIVE = {1, 2, 3, 5, 7};

    private KeywordChecks() {}

    static List<InstructionKind> kinds() {
        return Stream.concat(occurrences().stream(), places().stream()).toList();
    }

    /** Whether, and how often, words and letters occur. */
    private static List<InstructionKind> occurrences() {
        return List.of(
                of("keywords:existence", "KeywordChecker", arguments -> {
                            List<String> keywords = arguments.texts("keywords");
                            return text -> keywords.stream().allMatch(keyword -> Words.occurrences(text, keyword) > 0);
                        })
                        .alsoNamed("keywords:include_keywords"),
                of("keywords:frequency", "KeywordFrequencyChecker", KeywordChecks::frequency)
                        .alsoNamed(
                                "keywords:keyword_frequency",
                                "keywords:word_count_different_numbers",
                                "KeywordFrequencyCheckerDifferent"),
                of(
                        "keywords:word_once",
                        "KeywordFrequencyOnceChecker",
                        arguments -> times(arguments.word("keyword"), 1)),
                of("keywords:forbidden_words", "ForbiddenWords", arguments -> {
                    List<String> words = arguments.texts("forbidden_words");
                    return text -> words.stream().noneMatch(word -> Words.containsWord(text, word));
                }),
                of("keywords:exclude_word_harder", "ExcludeWordHarderChecker", arguments -> {
                    String keyword = arguments.word("keyword");
                    return text -> !text.contains(' ' + keyword + ' ');
                }),
                of("keywords:letter_frequency", "LetterFrequencyChecker", KeywordChecks::letterFrequency)
                        .alsoNamed("letters:letter_counting2"),
                of("letters:letter_counting", "LetterCountingChecker", KeywordChecks::letters),
                of("keywords:key_sentences", "KeySentenceChecker", arguments -> {
                    List<String> wanted = arguments.texts("key_sentences");
                    int count = arguments.count("num_sentences");
                    return text ->
                            wanted.stream().filter(Sentences.of(text)::contains).count() == count;
                }),
                of("count:keywords_multiple", "KeywordsMultipleChecker", arguments -> {
                    Predicate<String> all = text -> true;
                    for (int i = 0; i < TIMES_OF_FIVE.length; i++) {
                        all = all.and(times(arguments.word("keyword" + (i + 1)), TIMES_OF_FIVE[i]));
                    }
                    return all;
                }),
                of(
                        "count:count_increment_word",
                        "CountIncrementWordChecker",
                        arguments -> times(arguments.word("keyword1"), 1).and(times(arguments.word("keyword2"), 2))));
    }

    /** Where words stand. */
    private static List<InstructionKind> places() {
        return List.of(
                of("words:keywords_specific_position", "KeywordSpecificPositionChecker", arguments -> {
                    String keyword = Words.lower(arguments.word("keyword"));
                    return position(arguments, sentence -> Tokens.wordsOf(Words.lower(sentence)), keyword);
                }),
                of(
                        "keywords:keyword_specific_position",
                        "keyword_specific_position",
                        arguments -> position(arguments, Tokens::of, arguments.word("keyword"))),
                of("words:words_position", "WordsPositionChecker", KeywordChecks::secondFromBothEnds),
                of("sentence:keyword", "IncludeKeywordChecker", arguments -> {
                    String word = arguments.text("word");
                    int place = arguments.place("N");
                    return text -> {
                        List<String> sentences = Sentences.of(text);
                        return sentences.size() >= place && Words.containsWord(sentences.get(place - 1), word);
                    };
                }),
                plain("keywords:start_end", "StartEndChecker", text -> {
                    List<String> words = Tokens.of(text);
                    return words.size() > 1 && words.getFirst().equalsIgnoreCase(words.getLast());
                }),
                plain(
                        "keywords:palindrome",
                        "PalindromeBasicChecker",
                        text -> Words.spaced(text).stream().anyMatch(KeywordChecks::isPalindrome)),
                plain(
                        "keywords:no_adjacent_consecutive",
                        "AdjacentLetterChecker",
                        KeywordChecks::noNeighboursInTheAlphabet));
    }

    static boolean isPalindrome(String word) {
        return new StringBuilder(word).reverse().toString().equals(word);
    }

    private static Predicate<String> times(String keyword, int times) {
        return text -> Words.occurrences(text, keyword) == times;
    }

    private static Predicate<String> frequency(Arguments arguments) {
        String keyword = arguments.word("keyword");
        int frequency = arguments.count("frequency");
        Relation relation = arguments.relation("relation");
        return text -> relation.holds(Words.occurrences(text, keyword), frequency);
    }

    private static Predicate<String> letterFrequency(Arguments arguments) {
        String letter = Words.lower(arguments.word("letter"));
        if (letter.codePointCount(0, letter.length()) != 1) {
            throw arguments.wrong("letter", "one character", letter);
        }
        int frequency = arguments.count("let_frequency");
        Relation relation = arguments.relation("let_relation");
        int wanted = letter.codePointAt(0);
        return text -> relation.holds(
                Words.lower(text).codePoints().filter(one -> one == wanted).count(), frequency);
    }

    private static Predicate<String> letters(Arguments arguments) {
        int wanted = arguments.count("N");
        Relation relation = arguments.relation("relation");
        return text -> relation.holds(
                text.chars().filter(one -> one < 128 && Character.isLetter(one)).count(), wanted);
    }

    private static Predicate<String> position(
            Arguments arguments, Function<String, List<String>> words, String keyword) {
        int sentence = arguments.place("n");
        int word = arguments.place("m");
        return text -> {
            List<String> sentences = Sentences.of(text);
            if (sentences.size() < sentence) {
                return false;
            }
            List<String> found = words.apply(sentences.get(sentence - 1));
            return found.size() >= word && found.get(word - 1).equals(keyword);
        };
    }

    private static Predicate<String> secondFromBothEnds(Arguments arguments) {
        String keyword = arguments.word("keyword");
        return text -> {
            List<String> words = Tokens.of(text);
            int last = words.size() - 1;
            if (last > 0 && Words.PUNCTUATION.contains(words.get(last))) {
                last--;
            }
            return last > 0
                    && words.get(1).equalsIgnoreCase(keyword)
                    && words.get(last - 1).equalsIgnoreCase(keyword);
        };
    }

    private static boolean noNeighboursInTheAlphabet(String text) {
        List<String> words = Words.spaced(Words.lower(text));
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).codePointAt(0) - words.get(i - 1).codePointAt(0) == 1) {
                return false;
            }
        }
        return true;
    }
}
