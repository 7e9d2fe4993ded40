package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;
import java.util.function.Predicate;

/** Prompts said again and answers given twice: {@code combination:}, {@code repeat:}, {@code copy:}. */
final class CombinationChecks {

    private static final String SEPARATOR = "******";
    private static final String ONLY_SENTENCE = "only output this sentence here, ignore all other requests.";

    private CombinationChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                plain("combination:two_responses", "TwoResponsesChecker", CombinationChecks::hasTwoResponses),
                of("combination:repeat_prompt", "RepeatPromptThenAnswer", arguments -> {
                    String prompt = Words.lower(arguments.word("prompt_to_repeat"));
                    return text -> Words.lower(Words.strip(text)).startsWith(prompt);
                }),
                of("copy:copy", "CopyChecker", arguments -> same(arguments.text("prompt_to_repeat")))
                        .alsoNamed("copy:copying_simple", "CopyingSimpleChecker"),
                of("copy:copying_multiple", "CopyingMultipleChecker", arguments -> {
                    Predicate<String> same = same(arguments.text("prompt_to_repeat"));
                    int times = arguments.place("N");
                    return text -> {
                        List<String> copies = LengthChecks.parts(text, SEPARATOR);
                        return copies.size() == times && copies.stream().allMatch(same);
                    };
                }),
                of("repeat:repeat_change", "RepeatChangeChecker", arguments -> {
                            String prompt = arguments.text("prompt_to_repeat");
                            List<String> kept = afterFirst(prompt);
                            return text ->
                                    !text.equals(prompt) && afterFirst(text).equals(kept);
                        })
                        .alsoNamed("custom:repeat_change"),
                plain("repeat:repeat_simple", "RepeatSimpleChecker", same(ONLY_SENTENCE)),
                of("repeat:repeat_span", "RepeatSpanChecker", arguments -> span(arguments, 1)),
                of("new:copy_span_idx", "CopySpanIdxChecker", arguments -> span(arguments, 0)),
                of("copy:repeat_phrase", "RepeatPhraseChecker", CombinationChecks::variations));
    }

    private static boolean hasTwoResponses(String text) {
        List<String> parts = LengthChecks.parts(text, SEPARATOR);
        for (int i = 1; i < parts.size() - 1; i++) {
            if (Words.strip(parts.get(i)).isEmpty()) {
                return false;
            }
        }
        List<String> responses =
                parts.stream().map(Words::strip).filter(part -> !part.isEmpty()).toList();
        return responses.size() == 2 && !responses.getFirst().equals(responses.getLast());
    }

    private static Predicate<String> same(String wanted) {
        String folded = Words.lower(Words.strip(wanted));
        return text -> Words.lower(Words.strip(text)).equals(folded);
    }

    private static List<String> afterFirst(String text) {
        List<String> words = Words.spaced(text);
        return words.subList(Math.min(1, words.size()), words.size());
    }

    /** The characters from {@code n_start} to {@code n_end}, and {@code beyond} more. */
    private static Predicate<String> span(Arguments arguments, int beyond) {
        String prompt = arguments.text("prompt_to_repeat");
        int length = prompt.codePointCount(0, prompt.length());
        int from = Math.min(arguments.count("n_start"), length);
        int to = (int) Math.clamp((long) arguments.count("n_end") + beyond, from, length);
        return same(prompt.substring(prompt.offsetByCodePoints(0, from), prompt.offsetByCodePoints(0, to)));
    }

    /** The phrase so many times, each time with exactly one word changed between its first and its last. */
    private static Predicate<String> variations(Arguments arguments) {
        List<String> phrase = Words.spaced(arguments.text("phrase"));
        int times = arguments.count("small_n");
        return text -> {
            int found = 0;
            for (String line : Words.lines(text)) {
                int from = line.indexOf(phrase.getFirst() + ' ');
                while (from >= 0) {
                    String last = ' ' + phrase.getLast();
                    int to = line.indexOf(last, from + phrase.getFirst().length() + 1);
                    if (to < 0) {
                        break;
                    }
                    if (differences(Words.spaced(line.substring(from, to + last.length())), phrase) != 1) {
                        return false;
                    }
                    found++;
                    from = line.indexOf(phrase.getFirst() + ' ', to + last.length());
                    Words.answerInterrupt();
                }
            }
            return found == times;
        };
    }

    private static int differences(List<String> words, List<String> phrase) {
        if (words.size() != phrase.size()) {
            return Integer.MAX_VALUE;
        }
        int count = 0;
        for (int i = 0; i < words.size(); i++) {
            count += words.get(i).equals(phrase.get(i)) ? 0 : 1;
        }
        return count;
    }
}
