package io.akkord.rewards.tasks;

import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Words to put in alphabetical order; they are made of syllables, so that a small vocabulary of tokens holds them. */
record WordSorting(int words, int letters) implements World {

    private static final String CONSONANTS = "bdfgklmnprst";
    private static final String VOWELS = "aeiou";

    WordSorting(TaskKnobs knobs) {
        this(knobs.words(), knobs.letters());
    }

    @Override
    public Drawn draw(Random random) {
        var sorted = new TreeSet<String>();
        while (sorted.size() < words) {
            sorted.add(word(random));
        }
        var asked = new ArrayList<>(sorted);
        Collections.shuffle(asked, random);
        String answer = String.join(" ", sorted);
        var labels = Map.of(Problem.ANSWER, answer, RowVerifier.LABEL, Task.WORD_SORTING.key());
        return new Drawn(new Problem("sort " + String.join(" ", asked) + ":", labels), answer);
    }

    private String word(Random random) {
        var word = new StringBuilder();
        while (word.length() < letters) {
            String sounds = word.length() % 2 == 0 ? CONSONANTS : VOWELS;
            word.append(sounds.charAt(random.nextInt(sounds.length())));
        }
        return word.toString();
    }

    /** Two neighbours the wrong way round, or a word lost. */
    @Override
    public String wrong(Problem problem, Random random) {
        List<String> answer = new ArrayList<>(Arrays.asList(problem.answer().split(" ")));
        int place = random.nextInt(answer.size() - 1);
        if (random.nextInt(4) == 0) {
            answer.remove(place);
        } else {
            Collections.swap(answer, place, place + 1);
        }
        return String.join(" ", answer);
    }

    /** Right are the words in order between blanks, each as often as it was given, and nothing else. */
    static Verdict check(String response, Map<String, String> labels) throws Unscored {
        String answer = Verifier.label(labels, Problem.ANSWER);
        String found = String.join(" ", response.strip().split("\\s+"));
        return Verdict.compared(found.equals(answer), found, answer);
    }
}
