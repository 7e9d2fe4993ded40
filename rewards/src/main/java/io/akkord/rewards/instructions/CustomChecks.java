package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.plain;

import io.akkord.rewards.InterruptibleText;
import java.text.Normalizer;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The prompts of IFBench that come with their whole task: its {@code custom:} family, but for the tables. */
final class CustomChecks {

    private static final List<String> MULTIPLES = List.of("14", "21", "28", "35", "42", "49");
    private static final Pattern QUESTION = Pattern.compile("Question \\d++[.|):;]?");
    private static final Pattern CHOICE = Pattern.compile("[A-Ea-e][.|)]\\s*+\\w.*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final int QUESTIONS = 4;
    private static final int CHOICES = 5;

    /** One fewer than the countries of Africa, since one of them is contested. */
    private static final int COUNTRIES = 52;

    /** The capitals of Europe north of 45 degrees, from north to south by the reckoning of IFBench. */
    private static final List<String> CAPITALS = List.of(
            "Reykjavik",
            "Helsinki",
            "Oslo",
            "Tallinn",
            "Stockholm",
            "Riga",
            "Moscow",
            "Copenhagen",
            "Vilnius",
            "Minsk",
            "Dublin",
            "Berlin",
            "Amsterdam",
            "Warsaw",
            "London",
            "Brussels",
            "Prague",
            "Luxembourg",
            "Paris",
            "Vienna",
            "Bratislava",
            "Budapest",
            "Vaduz",
            "Chisinau",
            "Bern",
            "Ljubljana",
            "Zagreb");

    private CustomChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                plain(
                        "custom:multiples",
                        "PrintMultiplesChecker",
                        text -> CountChecks.numbers(text).equals(MULTIPLES)),
                plain("custom:mcq_count_length", "MultipleChoiceQuestionsChecker", CustomChecks::asksLongerAndLonger),
                plain("custom:reverse_newline", "ReverseNewlineChecker", CustomChecks::listsAfricaBackwards),
                plain("custom:word_reverse", "WordReverseOrderChecker", text -> {
                    List<String> words = Words.spaced(Words.withoutPunctuation(Words.lower(text)));
                    return String.join(" ", words.reversed()).contains("bald eagle");
                }),
                plain(
                        "custom:character_reverse",
                        "CharacterReverseOrderChecker",
                        text -> Words.lower(text).contains("elgae dlab")),
                plain("custom:european_capitals_sort", "EuropeanCapitalsSortChecker", text -> {
                    List<String> capitals =
                            new ArrayList<>(List.of(plainLetters(text).split(",", -1)));
                    capitals.replaceAll(Words::strip);
                    capitals.removeIf(String::isEmpty);
                    return capitals.equals(CAPITALS);
                }),
                plain(
                        "custom:date_format_list",
                        "DateFormatListChecker",
                        text -> List.of(text.split(",", -1)).stream().allMatch(CustomChecks::isDateOfNapoleon)));
    }

    private static boolean asksLongerAndLonger(String text) {
        if (!text.startsWith("Question")) {
            return false;
        }
        int before = -1;
        int count = 0;
        for (String block : QUESTION.split(new InterruptibleText(text))) {
            String question = Words.strip(block);
            if (question.isEmpty()) {
                continue;
            }
            int length = questionLength(question);
            if (length <= before) {
                return false;
            }
            before = length;
            count++;
        }
        return count == QUESTIONS;
    }

    /** The length of what stands before the choices, or -1 where there are not five. */
    private static int questionLength(String block) {
        var question = new StringBuilder();
        int choices = 0;
        for (String line : Words.lines(block)) {
            if (CHOICE.matcher(new InterruptibleText(Words.strip(line))).matches()) {
                choices++;
            } else if (choices == 0) {
                question.append(' ').append(Words.strip(line));
            }
        }
        return choices == CHOICES ? Words.strip(question.toString()).length() : -1;
    }

    private static boolean listsAfricaBackwards(String text) {
        List<String> lines = Words.lines(text).stream()
                .map(Words::bare)
                .filter(line -> !line.isEmpty())
                .dropWhile(line -> !line.contains("Zimbabwe"))
                .map(CustomChecks::plainLetters)
                .toList();
        return lines.size() >= COUNTRIES
                && lines.stream().sorted(Comparator.reverseOrder()).toList().equals(lines);
    }

    /** ASCII alone: letters lose their accents, other characters vanish. */
    private static String plainLetters(String text) {
        var plain = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .chars()
                .filter(one -> one < 128)
                .forEach(one -> plain.append((char) one));
        return plain.toString();
    }

    /** A day between Napoleon's birth and his death, any year being a leap year. */
    private static boolean isDateOfNapoleon(String text) {
        var date = DATE.matcher(Words.strip(text));
        if (!date.matches()) {
            return false;
        }
        int year = Integer.parseInt(date.group(1));
        int month = Integer.parseInt(date.group(2));
        int day = Integer.parseInt(date.group(3));
        return year >= 1769
                && year <= 1821
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= Month.of(month).maxLength();
    }
}
