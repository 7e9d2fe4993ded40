package io.akkord.rewards.match;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 1 where a short exact answer is given, as in BIG-Bench Hard (Suzgun et al. 2022): a word, a number, sorted words; else 0.
 *
 * <p>The answer is what follows the last "the answer is" on its line, as BBH's worked examples end; else what stands
 * between answer tags; else the last line that is not blank. Case, blanks, commas between words, quotes, emphasis and a
 * final full stop are ignored; numbers are compared by value and keep their sign. Nothing may be missing, added or out of
 * order.
 *
 * @param label which label holds the answer
 */
public record ShortAnswer(String label) implements Verifier {

    private static final Pattern STATED = Pattern.compile("(?i)\\bthe (?:final )?answer is\\b\\s*:?|^\\s*answer\\s*:");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,100}(?:\\.[0-9]{1,100})?");
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?");
    private static final String BEFORE = "\"'*`$";
    private static final String AFTER = BEFORE + ".!";
    private static final Pattern SEPARATOR = Pattern.compile("\\s*,\\s*|\\s+");

    /** @throws Unscored if the row has no such label */
    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String expected = canonical(Verifier.label(labels, label));
        String found = canonical(stated(response));
        return Verdict.compared(!found.isEmpty() && found.equals(expected), found, expected);
    }

    private static String stated(String response) {
        String after = response.substring(Math.max(0, response.lastIndexOf(Tags.END_OF_THINK)));
        if (Tags.answer(after).isPresent()) {
            return Tags.answer(after).orElse("");
        }
        String last = "";
        String said = "";
        for (String line : Tags.withoutThought(response).lines().toList()) {
            Matcher statement = STATED.matcher(line);
            while (statement.find()) {
                String rest = line.substring(statement.end());
                said = rest.isBlank() ? said : rest;
            }
            last = line.isBlank() ? last : line;
        }
        return said.isEmpty() ? last : said;
    }

    private static String canonical(String answer) {
        String bare = bare(answer);
        String digits = THOUSANDS.matcher(bare).matches() ? bare.replace(",", "") : bare;
        if (NUMBER.matcher(digits).matches()) {
            var value = new BigDecimal(digits);
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
        return SEPARATOR.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll(" ");
    }

    /** Without blanks, quotes and emphasis around it; a regular expression would take quadratic time for long blanks. */
    private static String bare(String answer) {
        int start = 0;
        int end = answer.length();
        while (start < end && isOneOf(answer.charAt(start), BEFORE)) {
            start++;
        }
        while (end > start && isOneOf(answer.charAt(end - 1), AFTER)) {
            end--;
        }
        return answer.substring(start, end);
    }

    private static boolean isOneOf(char letter, String signs) {
        return Character.isWhitespace(letter) || signs.indexOf(letter) >= 0;
    }
}
