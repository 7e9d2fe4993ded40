package io.akkord.rewards.math;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How prose and typesetting dress a number up: grouped digits, periods of decimals, large numbers in words, units. */
final class NumberText {

    private static final Pattern GROUPED = Pattern.compile("(?<=\\d)(?:\\{,\\}|,\\\\!| )(?=\\d{3}(?!\\d))");
    private static final Pattern PERIOD =
            Pattern.compile("(\\d{1,18})\\.(\\d{0,18})\\\\(?:overline|bar|dot) ?\\{(\\d{1,18})\\}");
    private static final Pattern LARGE = Pattern.compile("(?<=\\d) ?(thousand|million|billion|trillion)\\b");
    private static final Map<String, String> POWERS =
            Map.of("thousand", "3", "million", "6", "billion", "9", "trillion", "12");
    private static final Pattern PERCENT = Pattern.compile("(?<=\\d) ?(?:percent|per cent|pct)\\.?\\s*$");
    private static final Pattern UNIT = Pattern.compile("(?<=[\\d)}%]) ?(?:cm|mm|km|kg|mg|ml|ft|hr|hrs|min|mph|m/s|km/h"
            + "|(?<= )[A-Za-z][a-z]+(?: [a-z]+){0,3})\\.?(?: ?\\^ ?\\{?[23]\\}?)?\\s*$");
    private static final Pattern NO_UNIT =
            Pattern.compile(" (?:and|or|in|pi|mod|if|for|sin|cos|tan|cot|sec|csc|log|ln|sqrt|when)\\b.*");

    private NumberText() {}

    /** Takes thin spaces and braced commas out of numbers, and writes periodic decimals as fractions. */
    static String joined(String latex) {
        return PERIOD.matcher(GROUPED.matcher(latex).replaceAll("")).replaceAll(NumberText::fraction);
    }

    /** {@code 0.1\overline{6}} is 16 - 1 over 90. */
    private static String fraction(MatchResult period) {
        String before = period.group(1) + period.group(2);
        var over = new BigInteger(before + period.group(3)).subtract(new BigInteger(before));
        String under = "9".repeat(period.group(3).length())
                + "0".repeat(period.group(2).length());
        return "{" + over + "/" + under + "}";
    }

    static boolean isLarge(String word) {
        return POWERS.containsKey(word);
    }

    /** Takes the words behind the last number away, unless they are worth a number or a per cent sign. */
    static String withoutUnit(String plain) {
        String text = LARGE.matcher(plain).replaceAll(match -> "*10^" + POWERS.get(match.group(1)) + " ");
        text = PERCENT.matcher(text).replaceAll("%");
        var unit = UNIT.matcher(text);
        boolean found = unit.find()
                && !NO_UNIT.matcher(" " + text.substring(unit.start()).strip()).matches();
        return found ? text.substring(0, unit.start()) : text;
    }
}
