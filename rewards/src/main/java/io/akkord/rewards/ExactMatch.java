package io.akkord.rewards;

import java.util.Map;

/**
 * 1 where the response is the prompt's labelled answer, blanks around both aside; else 0.
 *
 * @param label which label of the prompt holds the answer, usually {@code answer}
 * @param ignoreCase whether upper and lower case are the same
 */
public record ExactMatch(String label, boolean ignoreCase) implements Verifier {

    /** @throws Unscored if the prompt carries no such label */
    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String answer = Verifier.label(labels, label).strip();
        String given = response.strip();
        boolean same = ignoreCase ? given.equalsIgnoreCase(answer) : given.equals(answer);
        return Verdict.compared(same, given, answer);
    }
}
