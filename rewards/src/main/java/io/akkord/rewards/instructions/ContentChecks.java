package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import io.akkord.rewards.InterruptibleText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the response contains beside its words: {@code detectable_content:}, {@code punctuation:}, {@code language:}. */
final class ContentChecks {

    private static final Pattern POSTSCRIPT = Pattern.compile("p\\.\\s?s\\.");
    private static final Pattern SECOND_POSTSCRIPT = Pattern.compile("p\\.\\s?p\\.\\s?s");

    private ContentChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("detectable_content:number_placeholders", "PlaceholderChecker", arguments -> {
                    int wanted = arguments.count("num_placeholders");
                    return text -> placeholders(text) >= wanted;
                }),
                of("detectable_content:postscript", "PostscriptChecker", arguments -> {
                    String marker = arguments.word("postscript_marker");
                    return text -> hasPostscript(Words.lower(text), marker);
                }),
                of("detectable_content:rephrase_paragraph", "RephraseParagraph", ContentChecks::rephrased),
                plain("punctuation:no_comma", "CommaChecker", text -> text.indexOf(',') < 0),
                plain("punctuation:punctuation_dot", "PunctuationDotChecker", text -> text.indexOf('.') < 0),
                plain(
                        "punctuation:punctuation_exclamation",
                        "PunctuationExclamationChecker",
                        text -> text.indexOf('!') < 0),
                of("language:response_language", "ResponseLanguageChecker", arguments -> {
                    String code = arguments.word("language");
                    if (!Languages.codes().contains(code)) {
                        throw arguments.wrong("language", "a code such as \"en\", \"pt\" or \"zh-cn\"", code);
                    }
                    return text -> Languages.isLanguage(text, code);
                }));
    }

    /** Pairs of square brackets on one line. */
    private static int placeholders(String text) {
        int count = 0;
        int at = text.indexOf('[');
        while (at >= 0) {
            while (at < text.length() && text.charAt(at) != ']' && text.charAt(at) != '\n') {
                at++;
            }
            count += at < text.length() && text.charAt(at) == ']' ? 1 : 0;
            at = text.indexOf('[', at);
            Words.answerInterrupt();
        }
        return count;
    }

    private static boolean hasPostscript(String text, String marker) {
        return switch (marker) {
            case "P.S." -> POSTSCRIPT.matcher(new InterruptibleText(text)).find();
            case "P.P.S" ->
                SECOND_POSTSCRIPT.matcher(new InterruptibleText(text)).find();
            default -> text.contains(Words.lower(marker));
        };
    }

    /** The words shared with the original, counted with repetition, lie between two bounds. */
    private static Predicate<String> rephrased(Arguments arguments) {
        Map<String, Integer> original = counts(arguments.text("original_paragraph"));
        int least = arguments.count("low");
        int most = arguments.count("high");
        return text -> {
            Map<String, Integer> counts = counts(text);
            int shared = original.entrySet().stream()
                    .mapToInt(word -> Math.min(word.getValue(), counts.getOrDefault(word.getKey(), 0)))
                    .sum();
            return least <= shared && shared <= most;
        };
    }

    private static Map<String, Integer> counts(String text) {
        var counts = new HashMap<String, Integer>();
        Words.alphanumeric(Words.lower(text)).forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }
}
