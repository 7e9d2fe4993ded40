package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;

/**
 * 1 where the response is the prompt's labelled answer, blanks around both aside; else 0.
 *
 * @param label which label of the prompt holds the answer, usually {@code answer}
 * @param ignoreCase whether upper and lower case are the same
 */
public record ExactMatch(String label, boolean ignoreCase) implements Reward {

    /** @throws Unscored if the prompt carries no such label */
    @Override
    public double score(Rollout rollout, ModelScores models) throws Unscored {
        String answer = rollout.prompt().labels().get(label);
        if (answer == null) {
            throw new Unscored("the prompt has no label \"" + label + "\"");
        }
        String response = rollout.text().strip();
        boolean same = ignoreCase ? response.equalsIgnoreCase(answer.strip()) : response.equals(answer.strip());
        return same ? 1 : 0;
    }
}
