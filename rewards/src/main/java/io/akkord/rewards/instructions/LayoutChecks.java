package io.akkord.rewards.instructions;

import static io.akkord.rewards.instructions.InstructionKind.of;
import static io.akkord.rewards.instructions.InstructionKind.plain;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Lines, bullets, quotes, brackets and other layout: the {@code format:} family of IFBench. */
final class LayoutChecks {

    private static final int BRACKET_DEPTH = 5;
    private static final int QUOTE_DEPTH = 3;
    private static final Pattern LETTERED = Pattern.compile("\\W*+[aA]\\W*+[bB]\\W*+[cC]");

    private LayoutChecks() {}

    static List<InstructionKind> kinds() {
        return List.of(
                plain("format:parentheses", "NestedParenthesesChecker", LayoutChecks::hasDeepBrackets),
                plain("format:quotes", "NestedQuotesChecker", LayoutChecks::hasDeepQuotes),
                of("format:options", "OptionsResponseChecker", LayoutChecks::option),
                plain("format:newline", "NewLineWordsChecker", text -> {
                    String words = Words.strip(Words.withoutPunctuation(text));
                    long lines = Words.lines(words).stream()
                            .filter(line -> !line.isEmpty())
                            .count();
                    return lines == Words.spaced(words).size();
                }),
                plain("format:emoji", "EmojiSentenceChecker", LayoutChecks::endsInEmoji),
                plain("format:line_indent", "IndentStairsChecker", LayoutChecks::isStaircase),
                plain("format:quote_unquote", "QuoteExplanationChecker", LayoutChecks::explainsQuotes),
                of("format:list", "SpecialBulletPointsChecker", arguments -> {
                    String mark = arguments.text("sep");
                    return text -> Words.occurrences(text, mark) >= 2;
                }),
                plain("format:thesis", "ItalicsThesisChecker", LayoutChecks::hasThesis),
                plain("format:sub-bullets", "SubBulletPointsChecker", text -> {
                    String[] bullets = text.split("\\*", -1);
                    return bullets.length > 1
                            && Arrays.stream(bullets).skip(1).allMatch(bullet -> bullet.indexOf('-') >= 0);
                }),
                plain("format:no_bullets_bullets", "SomeBulletPointsChecker", LayoutChecks::isProseThenBullets),
                plain(
                        "format:output_template",
                        "OutputTemplateChecker",
                        text -> List.of("My Answer:", "My Conclusion:", "Future Outlook:").stream()
                                .allMatch(text::contains)),
                plain(
                        "format:no_whitespace",
                        "NoWhitespaceChecker",
                        text -> text.chars().noneMatch(Words::isBlank)));
    }

    /** Whether a bracket closes rightly inside a nest of at least five. */
    private static boolean hasDeepBrackets(String text) {
        Deque<Character> open = new ArrayDeque<>();
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            int opening = "([{".indexOf(text.charAt(i));
            if (opening >= 0) {
                open.push(")]}".charAt(opening));
                deepest = Math.max(deepest, open.size());
            } else if (")]}".indexOf(text.charAt(i)) >= 0) {
                if (!open.isEmpty() && open.peek() == text.charAt(i)) {
                    open.pop();
                    if (deepest >= BRACKET_DEPTH) {
                        return true;
                    }
                } else {
                    open.clear();
                    deepest = 0;
                }
            }
        }
        return false;
    }

    /** Whether three levels of quotes, each in the other kind of marks, were opened and closed. */
    private static boolean hasDeepQuotes(String text) {
        Deque<Character> open = new ArrayDeque<>();
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (!open.isEmpty() && open.peek() == one) {
                open.pop();
                if (deepest - open.size() >= QUOTE_DEPTH) {
                    return true;
                }
            } else if (one == '"' || one == '\'') {
                open.push(one);
                deepest = Math.max(deepest, open.size());
            }
        }
        return false;
    }

    /** Lettered options must be given exactly as written; others whatever their case and the punctuation around them. */
    private static Predicate<String> option(Arguments arguments) {
        String options = arguments.text("options");
        String separator = options.contains("/") ? "/" : options.contains("or") ? "or" : ",";
        List<String> all =
                Arrays.stream(options.split(separator)).map(Words::strip).toList();
        if (LETTERED.matcher(options).lookingAt()) {
            return all::contains;
        }
        List<String> bare =
                all.stream().map(one -> Words.lower(Words.bare(one))).toList();
        return text -> bare.contains(Words.lower(Words.bare(text)));
    }

    /** An emoji after each sentence: before its full stop, or where the next sentence begins. */
    private static boolean endsInEmoji(String text) {
        List<String> sentences = Sentences.of(text).stream()
                .map(sentence -> Words.strip(Words.withoutPunctuation(sentence)))
                .toList();
        for (int i = 0; i < sentences.size(); i++) {
            int[] characters = sentences.get(i).codePoints().toArray();
            int length = characters.length;
            boolean ends =
                    length > 0 && (isEmoji(characters[length - 1]) || length > 1 && isEmoji(characters[length - 2]));
            boolean follows = i + 1 < sentences.size()
                    && !sentences.get(i + 1).isEmpty()
                    && isEmoji(sentences.get(i + 1).codePointAt(0));
            if (length == 0 || !ends && !follows) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmoji(int character) {
        return character > 0x7f && Character.isEmoji(character);
    }

    private static boolean isStaircase(String text) {
        int before = -1;
        for (String line : Words.lines(text)) {
            if (Words.strip(line).isEmpty()) {
                continue;
            }
            int indent = 0;
            while (line.charAt(indent) == ' ') {
                indent++;
            }
            if (indent <= before) {
                return false;
            }
            before = indent;
        }
        return true;
    }

    /** No quote directly after another, and none at the end. */
    private static boolean explainsQuotes(String text) {
        String straight = text.replace('\u201c', '"').replace('\u201d', '"').replace("'\"'", "");
        String joined = String.join("", Words.spaced(straight));
        String end = Words.trim(joined, one -> one != '"' && (one >= '0' && one <= '9' || Words.isPunctuation(one)));
        return !joined.contains("\"\"") && !end.endsWith("\"");
    }

    /** Something in italics, and something after it. */
    private static boolean hasThesis(String text) {
        int from = text.contains("<i>") ? text.indexOf("<i>") : text.indexOf("<em>");
        if (from < 0) {
            return false;
        }
        String rest = text.substring(from);
        int to = rest.contains("</i>") ? rest.indexOf("</i>") : rest.indexOf("</em>");
        return to > 3
                && !Words.strip(rest.substring(3, to)).isEmpty()
                && !Words.strip(rest.substring(to + 4)).isEmpty();
    }

    private static boolean isProseThenBullets(String text) {
        int sentences = 0;
        int bullets = 0;
        boolean prose = true;
        for (String line : Words.lines(text)) {
            String words = Words.strip(line);
            if (words.startsWith("*")) {
                prose = false;
                bullets++;
            } else if (prose) {
                int count = Sentences.of(words).size();
                prose = count > 0;
                sentences += count;
            } else {
                return false;
            }
            if (bullets > 0 && sentences < 2) {
                return false;
            }
        }
        return bullets >= 2;
    }
}
