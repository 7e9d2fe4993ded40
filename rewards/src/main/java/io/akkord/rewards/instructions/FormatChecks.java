package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import io.akkord.rewards.InterruptibleText;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the response is marked up: the {@code detectable_format:} family of IFEval and of its extension by Tulu 3. */
final class FormatChecks {

    private static final Pattern HIGHLIGHT = Pattern.compile("\\*[^\\n*]*+\\*");
    private static final Pattern DOUBLE_HIGHLIGHT = Pattern.compile("\\*\\*[^\\n*]*+\\*\\*");
    private static final List<String> CONSTRAINED =
            List.of("My answer is yes.", "My answer is no.", "My answer is maybe.");

    private FormatChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                of("detectable_format:number_bullet_lists", "BulletListChecker", arguments -> {
                            int wanted = arguments.count("num_bullets");
                            return text -> bullets(text, '*') + bullets(text, '-') == wanted;
                        })
                        .alsoNamed("detectable_format:exact_number_bullet_points"),
                of("detectable_format:number_highlighted_sections", "HighlightSectionChecker", arguments -> {
                            int wanted = arguments.count("num_highlights");
                            return text -> highlights(text, HIGHLIGHT) + highlights(text, DOUBLE_HIGHLIGHT) >= wanted;
                        })
                        .alsoNamed("detectable_format:minimum_number_highlighted_sections"),
                of("detectable_format:multiple_sections", "SectionChecker", arguments -> {
                    var section = Pattern.compile(
                            Pattern.quote(arguments.word("section_spliter")) + "\\s?\\d",
                            Pattern.UNICODE_CHARACTER_CLASS);
                    int wanted = arguments.count("num_sections");
                    return text -> section.matcher(new InterruptibleText(text))
                                    .results()
                                    .count()
                            >= wanted;
                }),
                plain(
                        "detectable_format:constrained_response",
                        "ConstrainedResponseChecker",
                        text -> CONSTRAINED.stream().anyMatch(text::contains)),
                of("multi-turn:constrained_start", "ConstrainedStartChecker", arguments -> {
                    String starter = arguments.word("starter");
                    return text -> Words.lines(text).stream()
                            .anyMatch(line -> Words.strip(line).startsWith(starter));
                }),
                plain("detectable_format:json_format", "JsonFormat", text -> JsonSyntax.isJson(unfenced(text))),
                plain(
                        "detectable_format:title",
                        "TitleChecker",
                        text -> Words.lines(text).stream().anyMatch(FormatChecks::hasTitle)),
                of("detectable_format:rephrasing", "RephraseChecker", FormatChecks::rephrasing)
                        .alsoNamed("detectable_format:rephrase"),
                plain(
                        "detectable_format:square_brackets",
                        "SquareBracketChecker",
                        text -> Words.spaced(text).stream()
                                .allMatch(word -> word.startsWith("[") && word.endsWith("]"))),
                plain("detectable_format:bigram_wrapping", "BiGramWrappingChecker", FormatChecks::isWrappedInPairs),
                plain("detectable_format:sentence_hyphens", "SentenceHyphenChecker", FormatChecks::isHyphenated));
    }

    /** Lines that begin with the mark; a second asterisk makes it emphasis and no bullet. */
    private static int bullets(String text, char mark) {
        int count = 0;
        int line = 0;
        while (line < text.length()) {
            int at = line;
            while (at < text.length() && Words.isBlank(text.charAt(at))) {
                at++;
            }
            boolean bullet = at < text.length() && text.charAt(at) == mark;
            if (mark == '*' && bullet) {
                at++;
                bullet = at < text.length() && text.charAt(at) != '*';
                at += bullet ? 1 : 0;
            }
            count += bullet ? 1 : 0;
            int end = text.indexOf('\n', at);
            line = end < 0 ? text.length() : end + 1;
            Words.answerInterrupt();
        }
        return count;
    }

    /** The matches with something to read between their asterisks. */
    private static int highlights(String text, Pattern pattern) {
        Matcher found = pattern.matcher(new InterruptibleText(text));
        int count = 0;
        while (found.find()) {
            int at = found.start();
            while (at < found.end() && (text.charAt(at) == '*' || Words.isBlank(text.charAt(at)))) {
                at++;
            }
            count += at < found.end() ? 1 : 0;
        }
        return count;
    }

    private static boolean hasTitle(String line) {
        int from = line.indexOf("<<");
        int to = line.lastIndexOf(">>");
        if (from < 0 || to < from + 3) {
            return false;
        }
        String title = line.substring(from, to + 2);
        return !Words.strip(Words.trim(title, one -> one == '<' || one == '>')).isEmpty();
    }

    /** Without the fence of a code block. */
    private static String unfenced(String text) {
        String value = Words.strip(text);
        for (String fence : List.of("```json", "```Json", "```JSON", "```")) {
            value = value.startsWith(fence) ? value.substring(fence.length()) : value;
        }
        return Words.strip(value.endsWith("```") ? value.substring(0, value.length() - 3) : value);
    }

    /** Only what stands between asterisks may differ from the original. */
    private static Predicate<String> rephrasing(Arguments arguments) {
        String original = arguments.text("original_message");
        String kept = withoutChanges(original);
        if (kept.equals(original)) {
            throw arguments.wrong("original_message", "a text with the part to change between asterisks", original);
        }
        return text -> {
            String rest = withoutChanges(text);
            return !rest.equals(text) && rest.equals(kept);
        };
    }

    /** Every line without what lies between its first asterisk and its last. */
    private static String withoutChanges(String text) {
        var kept = new StringBuilder();
        for (String line : Words.lines(text)) {
            int from = line.indexOf('*');
            int to = line.lastIndexOf('*');
            kept.append(from < to ? line.substring(0, from) + line.substring(to + 1) : line)
                    .append('\n');
        }
        return kept.substring(0, kept.length() - 1);
    }

    private static boolean isWrappedInPairs(String text) {
        List<String> words = Words.spaced(text);
        for (int i = 0; i + 1 < words.size(); i += 2) {
            if (!words.get(i).startsWith("<<") || !words.get(i + 1).endsWith(">>")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHyphenated(String text) {
        List<String> sentences = Sentences.of(text.replace('-', ' '));
        List<String> parts = List.of(text.split("-", -1));
        for (int i = 0; i < Math.min(sentences.size(), parts.size()); i++) {
            if (!parts.get(i).equals(sentences.get(i))
                    || !Words.strip(parts.get(i)).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
