package io.akkord.rewards.tasks;

/**
 * A problem with a response to imitate.
 *
 * @param right whether the response is
 */
public record WorkedProblem(Problem problem, String response, boolean right) {}
