package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** So many names, numbers, pronouns, kinds of words: the {@code count:} family of IFBench. */
final class CountChecks {

    private static final Set<String> CONJUNCTIONS = Set.of("and", "but", "for", "nor", "or", "so", "yet");
    private static final Set<String> PRONOUNS = WordLists.words("pronouns.txt");
    private static final Set<String> NAMES = WordLists.words("names.txt");
    private static final List<Character> MARKS = List.of('.', ',', '!', '?', ';', ':');

    private CountChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("count:unique_word_count", "UniqueWordCountChecker", arguments -> {
                    int least = arguments.count("N");
                    return text -> bareWords(text).size() >= least;
                }),
                plain("count:count_unique", "CountUniqueChecker", text -> {
                    List<String> tokens = Tokens.of(text);
                    return new HashSet<>(tokens).size() == tokens.size();
                }),
                of("count:conjunctions", "ConjunctionCountChecker", arguments -> {
                            int least = arguments.count("small_n");
                            return text -> bareWords(text).stream()
                                            .filter(CONJUNCTIONS::contains)
                                            .count()
                                    >= least;
                        })
                        .alsoNamed("keywords:conjunction_count"),
                of("count:person_names", "PersonNameCountChecker", arguments -> {
                            int least = arguments.count("N");
                            return text -> NAMES.stream()
                                            .filter(name -> Words.hasWord(text, name))
                                            .count()
                                    >= least;
                        })
                        .alsoNamed("keywords:person_name"),
                of("count:pronouns", "PronounCountChecker", arguments -> {
                    int least = arguments.count("N");
                    return text -> Tokens.of(Words.lower(text).replace('/', ' ')).stream()
                                    .filter(PRONOUNS::contains)
                                    .count()
                            >= least;
                }),
                of("count:numbers", "NumbersCountChecker", arguments -> {
                    int wanted = arguments.count("N");
                    return text -> numbers(Words.withoutPunctuation(text)).size() == wanted;
                }),
                plain("count:punctuation", "PunctuationCoverChecker", CountChecks::hasEveryMark),
                of("count:words_japanese", "NthWordJapaneseChecker", arguments -> {
                    int every = arguments.place("N");
                    return text -> isJapanese(Words.spaced(text), every);
                }));
    }

    /** The runs of digits. */
    static List<String> numbers(String text) {
        return Words.runs(text, Character::isDigit);
    }

    private static Set<String> bareWords(String text) {
        return Words.spaced(Words.lower(text)).stream()
                .map(Words::bare)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Every mark, the interrobang among them, which counts for neither of its halves. */
    private static boolean hasEveryMark(String text) {
        int interrobang = text.indexOf("?!");
        interrobang = interrobang < 0 ? text.indexOf("!?") : interrobang;
        if (interrobang < 0) {
            return text.indexOf('\u203d') >= 0 && MARKS.stream().allMatch(mark -> text.indexOf(mark) >= 0);
        }
        String rest = text.substring(0, interrobang) + text.substring(interrobang + 2);
        return MARKS.stream().allMatch(mark -> rest.indexOf(mark) >= 0);
    }

    private static boolean isJapanese(List<String> words, int every) {
        for (int i = every - 1; i < words.size(); i += every) {
            String word = Words.bare(words.get(i));
            boolean number = word.codePoints().allMatch(Character::isDigit);
            boolean japanese =
                    word.chars().anyMatch(one -> one >= 0x3040 && one <= 0x30ff || one >= 0x4e00 && one <= 0x9fff);
            if (!number && !japanese) {
                return false;
            }
        }
        return true;
    }
}
