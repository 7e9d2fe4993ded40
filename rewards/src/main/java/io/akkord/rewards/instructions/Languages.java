package io.akkord.rewards.instructions;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;

/**
 * Tells languages apart by script, then by their small words, endings and letters.
 *
 * <p>Knows the fifty-five languages that the detector behind IFEval knows, under the same codes. A mark that several
 * languages of a script share weighs less in each of them. Only the first ten thousand characters are read, so a long
 * answer costs no more than a short one.
 */
final class Languages {

    private static final int MOST_CHARACTERS = 10_000;

    private static final Map<UnicodeScript, String> ALONE = Map.ofEntries(
            Map.entry(UnicodeScript.BENGALI, "bn"),
            Map.entry(UnicodeScript.GREEK, "el"),
            Map.entry(UnicodeScript.GUJARATI, "gu"),
            Map.entry(UnicodeScript.HEBREW, "he"),
            Map.entry(UnicodeScript.HIRAGANA, "ja"),
            Map.entry(UnicodeScript.KANNADA, "kn"),
            Map.entry(UnicodeScript.HANGUL, "ko"),
            Map.entry(UnicodeScript.MALAYALAM, "ml"),
            Map.entry(UnicodeScript.GURMUKHI, "pa"),
            Map.entry(UnicodeScript.TAMIL, "ta"),
            Map.entry(UnicodeScript.TELUGU, "te"),
            Map.entry(UnicodeScript.THAI, "th"));

    /** Characters of everyday Chinese that only the traditional script writes. */
    private static final String TRADITIONAL = "們這個說對時會來國過還後為學發經點問開關間讓從樣麼應實現種東車長門見風頭體機電話語請謝讀寫";

    private static final Map<UnicodeScript, List<Marks>> MARKS = read();

    private Languages() {}

    /** What one language is known by. */
    private record Marks(String language, Set<String> words, List<String> endings, List<String> letters) {}

    /** The codes of all languages known. */
    static Set<String> codes() {
        var codes = new HashSet<>(ALONE.values());
        codes.addAll(Set.of("zh-cn", "zh-tw"));
        MARKS.values().forEach(list -> list.forEach(marks -> codes.add(marks.language())));
        return codes;
    }

    /** The language of {@code text}, or none where it has no letters. */
    static Optional<String> detect(String text) {
        String head = Words.lower(text.substring(0, Math.min(text.length(), MOST_CHARACTERS)));
        Map<UnicodeScript, Double> letters = scripts(head);
        return letters.entrySet().stream()
                .max(Entry.comparingByValue())
                .map(Entry::getKey)
                .map(script -> {
                    if (script == UnicodeScript.HAN) {
                        return chinese(head);
                    }
                    String alone = ALONE.get(script);
                    return alone != null ? alone : nearest(head, script);
                });
    }

    static boolean isLanguage(String text, String code) {
        return detect(text).map(code::equals).orElse(true);
    }

    /** Letters by script; a few Latin words in other text say little, and a little kana makes Han Japanese. */
    private static Map<UnicodeScript, Double> scripts(String text) {
        var letters = new EnumMap<UnicodeScript, Double>(UnicodeScript.class);
        text.codePoints().filter(Character::isLetter).forEach(one -> {
            UnicodeScript script = UnicodeScript.of(one);
            double weight = script == UnicodeScript.LATIN ? 0.5 : 1;
            letters.merge(script == UnicodeScript.KATAKANA ? UnicodeScript.HIRAGANA : script, weight, Double::sum);
        });
        letters.remove(UnicodeScript.COMMON);
        double kana = letters.getOrDefault(UnicodeScript.HIRAGANA, 0.0);
        double han = letters.getOrDefault(UnicodeScript.HAN, 0.0);
        if (kana > han / 20) {
            letters.put(UnicodeScript.HIRAGANA, kana + han);
        }
        letters.keySet()
                .removeIf(script ->
                        script != UnicodeScript.HAN && !ALONE.containsKey(script) && !MARKS.containsKey(script));
        return letters;
    }

    private static String chinese(String text) {
        return text.chars().anyMatch(one -> TRADITIONAL.indexOf(one) >= 0) ? "zh-tw" : "zh-cn";
    }

    private static String nearest(String text, UnicodeScript script) {
        List<String> words = Words.runs(text, Languages::belongsToWord);
        String best = "";
        double most = -1;
        Map<String, Double> evidence = evidence(words, MARKS.getOrDefault(script, List.of()));
        for (Marks marks : MARKS.getOrDefault(script, List.of())) {
            double weight = evidence.getOrDefault(marks.language(), 0.0);
            if (weight > most) {
                most = weight;
                best = marks.language();
            }
        }
        return best;
    }

    private static boolean belongsToWord(int character) {
        return Character.isLetter(character)
                || Character.getType(character) == Character.NON_SPACING_MARK
                || Character.getType(character) == Character.COMBINING_SPACING_MARK
                || character == '\u00bf'
                || character == '\u00a1'
                || character == '\u00b7'
                || character == '\u200d';
    }

    private static Map<String, Double> evidence(List<String> words, List<Marks> candidates) {
        var evidence = new HashMap<String, Double>();
        for (String word : words) {
            share(
                    evidence,
                    candidates.stream()
                            .filter(marks -> marks.words().contains(word))
                            .toList(),
                    4);
            share(
                    evidence,
                    candidates.stream().filter(marks -> ends(word, marks)).toList(),
                    1);
            share(
                    evidence,
                    candidates.stream().filter(marks -> has(word, marks)).toList(),
                    2);
            Words.answerInterrupt();
        }
        return evidence;
    }

    private static boolean ends(String word, Marks marks) {
        return marks.endings().stream()
                .anyMatch(ending -> word.length() > ending.length() + 1 && word.endsWith(ending));
    }

    private static boolean has(String word, Marks marks) {
        return marks.letters().stream().anyMatch(word::contains);
    }

    private static void share(Map<String, Double> evidence, List<Marks> holders, double weight) {
        holders.forEach(marks -> evidence.merge(marks.language(), weight / holders.size(), Double::sum));
    }

    private static Map<UnicodeScript, List<Marks>> read() {
        var byScript = new EnumMap<UnicodeScript, List<Marks>>(UnicodeScript.class);
        for (String line : WordLists.lines("languages.txt")) {
            List<String> marks = WordLists.marks(line);
            List<String> rest = marks.subList(2, marks.size());
            byScript.computeIfAbsent(UnicodeScript.forName(marks.get(0)), script -> new ArrayList<>())
                    .add(new Marks(marks.get(1), Set.copyOf(new HashSet<>(rest)), begun(rest, '-'), begun(rest, '+')));
        }
        return byScript;
    }

    private static List<String> begun(List<String> marks, char sign) {
        return marks.stream()
                .filter(mark -> mark.charAt(0) == sign)
                .map(mark -> mark.substring(1))
                .toList();
    }
}
