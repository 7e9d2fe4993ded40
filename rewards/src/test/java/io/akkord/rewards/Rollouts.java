package io.akkord.rewards;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rollouts as rewards see them: text in, text out. */
public final class Rollouts {

    private Rollouts() {}

    public static Rollout saying(String response) {
        return answering("?", Map.of(), response, Ending.EOS);
    }

    public static Rollout answering(String prompt, Map<String, String> labels, String response, Ending ending) {
        return new Rollout(
                new Prompt(0, prompt, new int[] {1}, labels),
                0,
                new int[0],
                new boolean[0],
                new float[0],
                0,
                ending,
                response);
    }

    /** A response of these tokens. */
    public static Rollout of(int... tokens) {
        return new Rollout(
                new Prompt(0, "?", new int[] {1}, Map.of()),
                0,
                tokens,
                new boolean[tokens.length],
                new float[tokens.length],
                0,
                Ending.EOS,
                "");
    }

    /** One of several responses to one of several prompts. */
    public static Rollout among(long prompt, int sample, String response) {
        return new Rollout(
                new Prompt(prompt, "?", new int[] {1}, Map.of()),
                sample,
                new int[0],
                new boolean[0],
                new float[0],
                0,
                Ending.EOS,
                response);
    }

    /** Responses that read "0", "1", "2" and so on. */
    static List<Rollout> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> saying(Integer.toString(i)))
                .toList();
    }

    static int number(Rollout rollout) {
        return Integer.parseInt(rollout.text());
    }
}
