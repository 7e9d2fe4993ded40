package io.akkord.rewards.match;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The right answers of a row: a label is one answer, or a JSON list of texts and numbers. */
final class Answers {

    private static final Pattern ELEMENT = Pattern.compile(
            "\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|(-?[0-9][0-9.eE+-]*+|true|false))\\s*([,\\]])");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private Answers() {}

    /** At least one answer; what is no whole JSON list is an answer as it stands. */
    static List<String> of(String label) {
        String text = label.strip();
        if (!text.startsWith("[")) {
            return List.of(label);
        }
        var answers = new ArrayList<String>();
        Matcher element = ELEMENT.matcher(text).region(1, text.length());
        while (element.lookingAt()) {
            answers.add(element.group(1) == null ? element.group(2) : unescaped(element.group(1)));
            if (element.group(3).equals("]")) {
                return element.end() == text.length() ? List.copyOf(answers) : List.of(label);
            }
            element.region(element.end(), text.length());
        }
        return List.of(label);
    }

    private static String unescaped(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) != null
                                ? String.valueOf((char) Integer.parseInt(escape.group(1), 16))
                                : switch (escape.group(2)) {
                                    case "n" -> "\n";
                                    case "t" -> "\t";
                                    case "r" -> "\r";
                                    case "b" -> "\b";
                                    case "f" -> "\f";
                                    default -> escape.group(2);
                                }));
    }
}
