package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.List;

/** How each sentence follows from the one before: the {@code sentence:} family of IFBench, and its alphabet story. */
final class SentenceChecks {

    private SentenceChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                plain("sentence:alliteration_increment", "IncrementingAlliterationChecker", text -> {
                    int before = -1;
                    for (String sentence : Sentences.of(text)) {
                        int alliteration = alliteration(sentence);
                        if (alliteration <= before) {
                            return false;
                        }
                        before = alliteration;
                    }
                    return true;
                }),
                of("sentence:increment", "IncrementingWordCountChecker", arguments -> {
                    int more = arguments.count("small_n");
                    return text -> {
                        List<Integer> lengths = Sentences.of(text).stream()
                                .map(sentence -> Words.spaced(Words.withoutPunctuation(sentence))
                                        .size())
                                .toList();
                        for (int i = 1; i < lengths.size(); i++) {
                            if (lengths.get(i) != lengths.get(i - 1) + more) {
                                return false;
                            }
                        }
                        return !lengths.isEmpty();
                    };
                }),
                plain("custom:sentence_alphabet", "SentenceAlphabetChecker", SentenceChecks::tellsTheAlphabet));
    }

    /** How many words of a sentence share their first letter with a neighbour. */
    private static int alliteration(String sentence) {
        List<String> words = Words.spaced(Words.lower(sentence)).stream()
                .map(Words::bareStart)
                .filter(word -> !word.isEmpty())
                .toList();
        int count = 0;
        boolean goesOn = false;
        for (int i = 1; i < words.size(); i++) {
            boolean same = words.get(i - 1).codePointAt(0) == words.get(i).codePointAt(0);
            count += same ? goesOn ? 1 : 2 : 0;
            goesOn = same;
        }
        return count;
    }

    private static boolean tellsTheAlphabet(String text) {
        List<String> sentences = Sentences.of(text);
        if (sentences.size() != 26) {
            return false;
        }
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = Words.lower(Words.strip(sentences.get(i)));
            if (sentence.isEmpty() || sentence.charAt(0) != 'a' + i) {
                return false;
            }
        }
        return true;
    }
}
