package io.akkord.algorithms;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Prompts and responses in {@link Letters}, for tests of algorithms that read and write text. */
final class Spoken {

    static final OptimizerSettings ADAM =
            new OptimizerSettings(1e-3, 0.9, 0.999, 1e-8, 0, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));

    private Spoken() {}

    static Sampling sampling(int samples) {
        return new Sampling(1, 1, 0, 8, samples, List.of());
    }

    static Prompt prompt(int index, String text) {
        return new Prompt(index, text, new Letters().prompt(text), Map.of("answer", "a" + index));
    }

    /** A response that has ended. */
    static Rollout rollout(Prompt prompt, int sample, String text) {
        return rollout(prompt, sample, text, new Letters().response(text), Ending.EOS);
    }

    /** A response that was cut off; of no text, it has no token. */
    static Rollout cut(Prompt prompt, int sample, String text) {
        return rollout(prompt, sample, text, new Letters().continuation(text), Ending.LENGTH);
    }

    private static Rollout rollout(Prompt prompt, int sample, String text, int[] response, Ending ending) {
        var sampled = new boolean[response.length];
        Arrays.fill(sampled, true);
        return new Rollout(prompt, sample, response, sampled, new float[response.length], 0, ending, text);
    }

    /** What a network reads of a rollout: prompt, a bar, and the response with {@code .} where it ends. */
    static String read(Sequence sequence) {
        var text = new StringBuilder();
        for (int i = 0; i < sequence.tokens().length; i++) {
            int id = sequence.tokens()[i];
            text.append(i == sequence.promptLength() ? "|" : "");
            text.append(id == 0 ? "." : id == 1 ? "^" : String.valueOf((char) id));
        }
        return text.toString();
    }

    /** Runs a step that the host computes. */
    static Computed computed(Workflow workflow, String step, Experience in) {
        return computed(workflow, step, in, new Letters());
    }

    static Computed computed(Workflow workflow, String step, Experience in, TextCodec codec) {
        return workflow.steps().stream()
                .filter(each -> each.name().equals(step))
                .map(Step.Compute.class::cast)
                .findFirst()
                .orElseThrow()
                .maths()
                .apply(in, codec);
    }

    /** Letters for a network that reads only so many. */
    static TextCodec within(int context) {
        var letters = new Letters();
        return new TextCodec() {
            @Override
            public int[] prompt(String text) {
                return letters.prompt(text);
            }

            @Override
            public int[] continuation(String text) {
                return letters.continuation(text);
            }

            @Override
            public int context() {
                return context;
            }

            @Override
            public int[] end() {
                return letters.end();
            }

            @Override
            public String text(int[] ids) {
                return letters.text(ids);
            }
        };
    }
}
