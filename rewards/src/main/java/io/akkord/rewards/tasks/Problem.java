package io.akkord.rewards.tasks;

import java.util.Map;

/**
 * One problem of a task.
 *
 * @param prompt what is asked, short
 * @param labels what checking needs: {@code answer} (a right one), {@code verifier} (the task's name), and what the task
 *     adds
 */
public record Problem(String prompt, Map<String, String> labels) {

    /** The label that holds a right answer. */
    static final String ANSWER = "answer";

    public Problem {
        labels = Map.copyOf(labels);
    }

    /** A right answer, in the spelling in which it is demonstrated. */
    public String answer() {
        return labels.getOrDefault(ANSWER, "");
    }
}
