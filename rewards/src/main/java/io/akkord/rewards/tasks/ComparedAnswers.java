package io.akkord.rewards.tasks;

/** A problem with a right and a wrong response. */
public record ComparedAnswers(Problem problem, String right, String wrong) {}
