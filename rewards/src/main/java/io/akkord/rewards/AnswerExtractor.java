package io.akkord.rewards;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the answer out of a response, so that two responses that say the same are equal. */
@FunctionalInterface
public interface AnswerExtractor {

    /** The answer in its canonical spelling; empty where the response gives none. */
    Optional<String> extract(String response);

    /** What responses mostly end in. */
    enum Usual implements AnswerExtractor {

        /** The last number, so that 1,000 and 1000.0 are one answer. */
        LAST_NUMBER {
            @Override
            public Optional<String> extract(String response) {
                Matcher numbers = NUMBER.matcher(new InterruptibleText(response));
                String last = "";
                while (numbers.find()) {
                    last = (isNegative(response, numbers.start()) ? "-" : "") + numbers.group();
                }
                return last.isEmpty() ? Optional.empty() : Optional.of(canonical(last));
            }
        },

        /** The last line that is not blank, blanks around it aside. */
        LAST_LINE {
            @Override
            public Optional<String> extract(String response) {
                return response.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .reduce((before, line) -> line);
            }
        },

        /** All of it, blanks around it aside. */
        WHOLE_TEXT {
            @Override
            public Optional<String> extract(String response) {
                return Optional.of(response.strip()).filter(text -> !text.isEmpty());
            }
        };

        private static final Pattern NUMBER = Pattern.compile("(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d++)?");

        /** Whether a minus stands before a number and subtracts from nothing: 12-4 ends in 4. */
        private static boolean isNegative(String text, int start) {
            if (start == 0 || text.charAt(start - 1) != '-') {
                return false;
            }
            char before = start == 1 ? ' ' : text.charAt(start - 2);
            return !Character.isLetterOrDigit(before) && before != ')';
        }

        private static String canonical(String number) {
            var value = new BigDecimal(number.replace(",", ""));
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
    }
}
