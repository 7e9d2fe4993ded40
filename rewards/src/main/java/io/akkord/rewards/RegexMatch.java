package io.akkord.rewards;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code found} where the pattern occurs anywhere in the response, else {@code otherwise}.
 *
 * <p>Backtracking may take exponential time, so the match stops at an interrupt.
 */
public record RegexMatch(Pattern pattern, double found, double otherwise) implements Verifier {

    /** 1 where found, else 0. */
    public RegexMatch(Pattern pattern) {
        this(pattern, 1, 0);
    }

    @Override
    public Verdict verify(String response, Map<String, String> labels) {
        Matcher matcher = pattern.matcher(new InterruptibleText(response));
        return matcher.find()
                ? new Verdict(found, "found " + Verdict.shown(matcher.group()))
                : new Verdict(otherwise, "the pattern does not occur");
    }

    /** Patterns are equal when they are spelled the same with the same flags, unlike {@link Pattern} itself. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RegexMatch match
                && pattern.pattern().equals(match.pattern.pattern())
                && pattern.flags() == match.pattern.flags()
                && Double.compare(found, match.found) == 0
                && Double.compare(otherwise, match.otherwise) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(pattern.pattern(), pattern.flags(), found, otherwise);
    }
}
