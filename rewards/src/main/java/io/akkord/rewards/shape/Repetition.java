package io.akkord.rewards.shape;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Reward;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Punishes tokens that come again in the same order: {@code (1 - distinct / all) * penalty} over the response's n-grams.
 *
 * <p>Yeo et al. 2025 ("Demystifying long chain-of-thought reasoning"), in TRL's form, over token ids.
 *
 * @param ngram tokens that count as one repetition, at least 1
 * @param penalty the score where everything is one repetition, at most 0
 */
public record Repetition(int ngram, double penalty) implements Reward {

    /** @throws IllegalArgumentException if a number lies outside its range */
    public Repetition {
        if (ngram < 1) {
            throw new IllegalArgumentException("ngram must be at least 1, was " + ngram);
        }
        if (!(penalty <= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be at most 0, was " + penalty);
        }
    }

    /** In {@code (penalty, 0]}; 0 for a response shorter than one n-gram. */
    @Override
    public double score(Rollout rollout, ModelScores models) {
        List<Integer> ids = Arrays.stream(rollout.response()).boxed().toList();
        int all = ids.size() - ngram + 1;
        if (all <= 0) {
            return 0;
        }
        Set<List<Integer>> distinct = new HashSet<>();
        for (int start = 0; start < all; start++) {
            distinct.add(ids.subList(start, start + ngram));
        }
        int again = all - distinct.size();
        return again == 0 ? 0 : (double) again / all * penalty;
    }
}
