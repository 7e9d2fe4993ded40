package io.akkord.algorithms;

import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.judge.Responses;
import io.akkord.algorithms.judge.Template;
import io.akkord.algorithms.workflow.Sampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question about a response, which a language model answers in its own words: a critique, a better version.
 *
 * <p>What it asks of is one iteration's rollouts, and so its prompts are numbered by them, downwards from -1: no prompt of
 * the data set has such a number, hence no two generations of an iteration share their randomness, and an answer finds
 * the rollout that it is about.
 *
 * @param template with the places {@code {prompt}} and {@code {response}}, and whatever else its asker fills
 * @param sampling how it is answered; once
 */
public record FollowUp(String template, Sampling sampling) {

    public FollowUp {
        if (sampling.samples() != 1) {
            throw new IllegalArgumentException(
                    "sampling.samples must be 1, since each response is asked about once; was " + sampling.samples());
        }
    }

    /**
     * Refuses a template that lacks a place, or has one that nothing fills.
     *
     * @param key the section that holds these settings, for the sentence
     */
    void check(String key, String... places) {
        new Template(template).check(key + ".template", List.of(places));
    }

    /**
     * The prompt that asks about a rollout.
     *
     * @param row the rollout's place among those of the iteration
     * @param turn from 0; how often its rollout was asked about before
     * @param also ids for the template's further places
     * @return empty where the prompt leaves no room for a whole answer in the context
     */
    Optional<Prompt> about(Rollout rollout, int row, int turn, Map<String, int[]> also, TextCodec text) {
        var fillings = new HashMap<>(also);
        fillings.put("prompt", text.continuation(rollout.prompt().text()));
        fillings.put("response", Responses.withoutEnd(rollout.response(), text));
        int[] asked = new Template(template).fill(text, fillings);
        return asked.length + sampling.maxTokens() > text.context()
                ? Optional.empty()
                : Optional.of(new Prompt(
                        -1 - (((long) turn << 32) | row),
                        text.text(asked),
                        asked,
                        rollout.prompt().labels()));
    }

    /** The place of the rollout that an answer is about. */
    static int row(Rollout answer) {
        return (int) (-1 - answer.prompt().index());
    }
}
