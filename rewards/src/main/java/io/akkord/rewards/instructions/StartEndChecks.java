package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** How the response and its sentences begin and end: {@code startend:}, {@code first_word:}, {@code last_word:}. */
final class StartEndChecks {

    private static final Set<String> VERBS = WordLists.words("verbs.txt");

    /** Nouns and prepositions that look like participles. */
    private static final Set<String> NO_PARTICIPLES = Set.of(
            "anything",
            "everything",
            "nothing",
            "something",
            "thing",
            "morning",
            "evening",
            "spring",
            "string",
            "king",
            "during",
            "ceiling",
            "wedding",
            "red",
            "bed",
            "hundred",
            "need",
            "seed",
            "speed",
            "indeed",
            "sacred",
            "naked");

    private StartEndChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("startend:end_checker", "EndChecker", arguments -> {
                    String phrase = Words.lower(arguments.word("end_phrase"));
                    return text -> Words.lower(Words.trim(Words.strip(text), one -> one == '"'))
                            .endsWith(phrase);
                }),
                plain("startend:quotation", "QuotationChecker", text -> {
                    String whole = Words.strip(text);
                    return whole.length() > 1 && whole.startsWith("\"") && whole.endsWith("\"");
                }),
                of(
                        "first_word:first_word_sent",
                        "FirstWordSentChecker",
                        arguments -> everySentence(StartEndChecks::first, arguments.word("first_word"))),
                of(
                        "first_word:first_word_answer",
                        "FirstWordAnswerChecker",
                        arguments -> is(StartEndChecks::first, arguments.word("first_word"))),
                of(
                        "last_word:last_word_sent",
                        "LastWordSentChecker",
                        arguments -> everySentence(StartEndChecks::last, arguments.word("last_word"))),
                of(
                        "last_word:last_word_answer",
                        "LastWordAnswerChecker",
                        arguments -> is(StartEndChecks::last, arguments.word("last_word"))),
                plain("words:start_verb", "StartWithVerbChecker", StartEndChecks::startsWithVerb),
                plain("words:last_first", "LastWordFirstNextChecker", StartEndChecks::isChained),
                plain(
                        "words:paragraph_last_first",
                        "ParagraphLastFirstWordMatchChecker",
                        text -> Words.lines(text).stream().allMatch(StartEndChecks::endsAsItBegan)));
    }

    private static Predicate<String> everySentence(UnaryOperator<String> pick, String word) {
        return text -> Sentences.of(text).stream().allMatch(is(pick, word));
    }

    private static Predicate<String> is(UnaryOperator<String> pick, String word) {
        return text -> pick.apply(text).equalsIgnoreCase(word);
    }

    private static String first(String text) {
        List<String> words = Words.spaced(text);
        return words.isEmpty() ? "" : words.getFirst();
    }

    /** The last word without any punctuation. */
    private static String last(String text) {
        List<String> words = Words.spaced(text);
        return words.isEmpty() ? "" : String.join("", Words.alphanumeric(words.getLast()));
    }

    /** Judged by a list of verbs and by the endings of participles, not by a tagger. */
    private static boolean startsWithVerb(String text) {
        List<String> tokens = Tokens.of(text);
        if (tokens.isEmpty()) {
            return false;
        }
        String word = Words.lower(tokens.getFirst());
        boolean participle = word.length() > 4 && (word.endsWith("ing") || word.endsWith("ed"));
        return VERBS.contains(word) || participle && !NO_PARTICIPLES.contains(word);
    }

    private static boolean isChained(String text) {
        List<String> sentences = Sentences.of(text);
        for (int i = 1; i < sentences.size(); i++) {
            List<String> before = Words.spaced(Words.bareEnd(sentences.get(i - 1)));
            List<String> after = Words.spaced(Words.bareStart(sentences.get(i)));
            if (before.isEmpty()
                    || after.isEmpty()
                    || !Words.lower(before.getLast()).equals(Words.lower(after.getFirst()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsAsItBegan(String paragraph) {
        List<String> words = Words.spaced(Words.bare(Words.strip(Words.lower(paragraph))));
        return words.isEmpty() || words.getFirst().equals(words.getLast());
    }
}
