package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;

/** Capitals and small letters: {@code change_case:}, and what IFBench and Tulu 3 count by case. */
final class CaseChecks {

    private CaseChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("change_case:capital_word_frequency", "CapitalWordFrequencyChecker", arguments -> {
                    int wanted = arguments.count("capital_frequency");
                    Relation relation = arguments.relation("capital_relation");
                    return text -> relation.holds(
                            Tokens.of(text).stream().filter(Words::isUpper).count(), wanted);
                }),
                plain(
                        "change_case:english_capital",
                        "CapitalLettersEnglishChecker",
                        text -> Words.isUpper(text) && Languages.isLanguage(text, "en")),
                plain(
                        "change_case:english_lowercase",
                        "LowercaseLettersEnglishChecker",
                        text -> Words.isLower(text) && Languages.isLanguage(text, "en")),
                of("count:lowercase_counting", "LowercaseCountingChecker", arguments -> {
                    int most = arguments.count("N");
                    return text -> Words.alphanumeric(text).stream()
                                    .filter(word -> word.chars().allMatch(one -> one >= 'a' && one <= 'z'))
                                    .count()
                            <= most;
                }),
                plain(
                        "format:title_case",
                        "TitleCaseChecker",
                        text -> Tokens.of(text).stream().noneMatch(CaseChecks::lacksItsCapital)));
    }

    /** A word that starts small and goes on in one case; what mixes cases, such as iPhone, is left alone. */
    private static boolean lacksItsCapital(String word) {
        if (!Character.isLowerCase(word.codePointAt(0))) {
            return false;
        }
        String rest = word.substring(Character.charCount(word.codePointAt(0)));
        return rest.isEmpty() || Words.isLower(rest) || Words.isUpper(rest);
    }
}
