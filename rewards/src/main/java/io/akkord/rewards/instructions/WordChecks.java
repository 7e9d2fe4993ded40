package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.HashMap;
import java.util.List;
import java.util.function.BiPredicate;

/** Which letters, lengths and sounds words have, one by one and side by side: the {@code words:} family of IFBench. */
final class WordChecks {

    private static final String VOWELS = "aeiou";
    private static final int PALINDROMES = 10;
    private static final int PALINDROME_LENGTH = 5;

    private WordChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                plain("words:alphabet", "AlphabetLoopChecker", WordChecks::runsThroughTheAlphabet),
                plain("words:vowel", "SingleVowelParagraphChecker", text -> {
                    String paragraph = Words.lower(Words.strip(text));
                    return paragraph.indexOf('\n') < 0
                            && VOWELS.chars()
                                            .filter(vowel -> paragraph.indexOf(vowel) >= 0)
                                            .count()
                                    <= 3;
                }),
                plain(
                        "words:consonants",
                        "ConsonantClusterChecker",
                        text -> Words.spaced(Words.lower(text)).stream().allMatch(WordChecks::hasCluster)),
                plain(
                        "words:palindrome",
                        "PalindromeChecker",
                        text -> plainWords(text).stream()
                                        .filter(word ->
                                                word.length() >= PALINDROME_LENGTH && KeywordChecks.isPalindrome(word))
                                        .count()
                                >= PALINDROMES),
                plain(
                        "words:prime_lengths",
                        "PrimeLengthsChecker",
                        text -> plainWords(text).stream()
                                .allMatch(word -> isPrime(word.codePointCount(0, word.length())))),
                of("words:repeats", "LimitedWordRepeatChecker", arguments -> {
                    int most = arguments.count("small_n");
                    return text -> {
                        var counts = new HashMap<String, Integer>();
                        plainWords(text).forEach(word -> counts.merge(word, 1, Integer::sum));
                        return counts.values().stream().allMatch(count -> count <= most);
                    };
                }),
                plain(
                        "words:odd_even_syllables",
                        "AlternateParitySyllablesChecker",
                        text -> neighbours(text, (one, next) -> (Syllables.of(one) + Syllables.of(next)) % 2 == 1)),
                plain(
                        "words:no_consecutive",
                        "NoConsecutiveFirstLetterChecker",
                        text -> neighbours(text, (one, next) -> one.codePointAt(0) != next.codePointAt(0))));
    }

    /** The words in lower case, without any punctuation. */
    private static List<String> plainWords(String text) {
        return Words.spaced(Words.withoutPunctuation(Words.lower(text)));
    }

    private static boolean neighbours(String text, BiPredicate<String, String> fit) {
        List<String> words = plainWords(text);
        for (int i = 1; i < words.size(); i++) {
            if (!fit.test(words.get(i - 1), words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean runsThroughTheAlphabet(String text) {
        List<String> words = plainWords(text);
        if (words.isEmpty()
                || words.getFirst().charAt(0) < 'a'
                || words.getFirst().charAt(0) > 'z') {
            return false;
        }
        int letter = words.getFirst().charAt(0) - 'a';
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).charAt(0) != 'a' + (letter + i) % 26) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasCluster(String word) {
        for (int i = 1; i < word.length(); i++) {
            if (isConsonant(word.charAt(i - 1)) && isConsonant(word.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConsonant(char letter) {
        return letter >= 'a' && letter <= 'z' && VOWELS.indexOf(letter) < 0;
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }
}
