package io.akkord.configs.conformance;

import static java.util.Map.entry;

import io.akkord.algorithms.estimate.SoftOverlong;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.configs.vectors.Value;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Reward;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verifier;
import io.akkord.rewards.match.ThinkFormat;
import io.akkord.rewards.math.MathAnswer;
import io.akkord.rewards.shape.CosineLength;
import io.akkord.rewards.shape.Overlong;
import io.akkord.rewards.shape.Repetition;
import java.util.Map;
import java.util.stream.IntStream;

/** Rewards for length, repetition and format, and those that check an answer; null stands for no score. */
final class ShapingCases {

    private ShapingCases() {}

    static final Map<String, CaseFunction> ALL = Map.ofEntries(
            entry("soft_overlong_punishment", ShapingCases::overlong),
            entry("repetition_penalty_reward", in -> {
                int[] ids = IntStream.range(0, in.get("ids").size())
                        .map(i -> in.get("ids").at(i).integer())
                        .toArray();
                var reward = new Repetition(
                        in.get("ngram").integer(), in.get("max_penalty").number());
                return score(reward, ids);
            }),
            entry("cosine_scaled_reward", in -> {
                boolean correct = in.get("correct").flag();
                Reward right = (rollout, models) -> correct ? 1 : 0;
                var reward = new CosineLength(right, 1, in.get("max_len").integer(), 1, 0.5, -1, -0.5);
                return score(reward, new int[in.get("length").integer()]);
            }),
            entry("think_format_reward", in -> verdict(new ThinkFormat(), in.get("completion"), "")),
            entry("accuracy_reward", ShapingCases::accuracy),
            entry("reasoning_accuracy_reward", ShapingCases::accuracy));

    /** The term that algorithms add and the reward that experiments name must say the same. */
    private static Map<String, Object> overlong(Value in) {
        int buffer = in.get("soft_punish_cache").integer();
        int length = in.get("length").integer();
        int most = in.get("max_completion_len").integer();
        Map<String, Object> reward = score(new Overlong(most, buffer, 1, true), new int[length]);
        if (!reward.equals(Map.of("reward", new SoftOverlong(buffer, 1, true).at(length, most)))) {
            throw new IllegalStateException("the reward says " + reward + ", the algorithms' term says otherwise");
        }
        return reward;
    }

    private static Map<String, Object> score(Reward reward, int[] response) {
        int length = response.length;
        var prompt = new Prompt(0, "", new int[] {1}, Map.of());
        var rollout = new Rollout(prompt, 0, response, new boolean[length], new float[length], 0, Ending.EOS, "");
        try {
            return Map.of("reward", reward.score(rollout, ModelScores.none()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> accuracy(Value in) {
        return verdict(
                new MathAnswer(), in.get("completion"), in.get("solution").text());
    }

    private static Map<String, Object> verdict(Verifier verifier, Value response, String answer) {
        try {
            return Map.of(
                    "reward",
                    verifier.verify(response.text(), Map.of("answer", answer)).score());
        } catch (Unscored unscored) {
            return Map.of("reward", Double.NaN);
        }
    }
}
