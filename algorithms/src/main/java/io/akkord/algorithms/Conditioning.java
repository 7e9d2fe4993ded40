package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compose;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.judge.Template;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words beside a prompt that tell the policy what kind of response is wanted; it learns their meaning from responses of
 * every kind, and is asked for the best.
 *
 * <p>Rewards see responses as answers to the plain prompt.
 *
 * @param template how both stand together, with a place for the words and {@code {prompt}}
 * @param place the name of the words' place
 */
record Conditioning(Template template, String place) {

    /** Responses as answers to prompts with their own words; what is learnt from. */
    static final Column<Rows<Rollout>> TAUGHT = Column.rows("taught-rollouts");

    private static final Column<Rows<Prompt>> CONDITIONED = Column.rows("conditioned-prompts");
    private static final Column<Rows<Rollout>> ANSWERED = Column.rows("conditioned-rollouts");

    /**
     * Lists the steps that end in {@link Column#ROLLOUTS}, sampled with words beside each prompt. Prompts that then leave
     * no room for a response are left out and counted.
     */
    WorkflowBuilder addGeneration(WorkflowBuilder workflow, Sampling sampling, String words) {
        return workflow.then(compose("condition", (in, text) -> condition(in, words, sampling, text))
                        .from(PROMPTS)
                        .yields(CONDITIONED))
                .then(generate(POLICY, sampling).from(CONDITIONED).yields(ANSWERED))
                .then(compute("restore-prompts", Conditioning::restore)
                        .from(PROMPTS, ANSWERED)
                        .yields(ROLLOUTS));
    }

    private Computed condition(Experience in, String words, Sampling sampling, TextCodec text) {
        List<Prompt> prompts = in.get(PROMPTS).items();
        var fitting = new ArrayList<Prompt>();
        for (Prompt prompt : prompts) {
            Prompt conditioned = with(prompt, text.continuation(words), text);
            if (conditioned.tokens().length + sampling.maxTokens() <= text.context()) {
                fitting.add(conditioned);
            }
        }
        var metrics = new Metrics().add("conditioning/prompts_without_room", prompts.size() - fitting.size());
        return new Computed(Experience.empty().with(CONDITIONED, new Rows<>(fitting)), metrics);
    }

    private static Computed restore(Experience in) {
        var plain = new HashMap<Long, Prompt>();
        in.get(PROMPTS).items().forEach(prompt -> plain.put(prompt.index(), prompt));
        var restored = new ArrayList<Rollout>();
        for (Rollout rollout : in.get(ANSWERED).items()) {
            restored.add(rollout.answering(plain.getOrDefault(rollout.prompt().index(), rollout.prompt())));
        }
        return Computed.of(ROLLOUTS, new Rows<>(restored));
    }

    /**
     * A rollout as an answer to its prompt with words beside it.
     *
     * @param words ids
     * @return empty where all of it is longer than the context
     */
    Optional<Rollout> taught(Rollout rollout, int[] words, TextCodec text) {
        Prompt conditioned = with(rollout.prompt(), words, text);
        return conditioned.tokens().length + rollout.response().length > text.context()
                ? Optional.empty()
                : Optional.of(rollout.answering(conditioned));
    }

    private Prompt with(Prompt prompt, int[] words, TextCodec text) {
        int[] tokens = template.fill(text, Map.of(place, words, "prompt", text.continuation(prompt.text())));
        return new Prompt(prompt.index(), prompt.text(), tokens, prompt.labels());
    }
}
