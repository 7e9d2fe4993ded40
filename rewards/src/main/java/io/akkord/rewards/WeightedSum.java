package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Role;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Several rewards as one: the sum of weight times score.
 *
 * <p>A response that one part cannot score has no score, whatever the part weighs: a sum over fewer parts would be
 * compared with full ones.
 */
public record WeightedSum(List<Part> parts) implements Reward {

    /**
     * One summand.
     *
     * @param name what reasons call it
     * @param weight finite, negative for what should be avoided
     */
    public record Part(String name, double weight, Reward reward) {

        public Part {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException("the weight of reward " + name + " must be finite, was " + weight);
            }
        }
    }

    /** @throws IllegalArgumentException if there is no part, two have one name, or two ask a judge differently */
    public WeightedSum {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a weighted sum needs at least one reward");
        }
        var names = new HashSet<String>();
        for (Part part : parts) {
            if (!names.add(part.name())) {
                throw new IllegalArgumentException("a weighted sum has two rewards called " + part.name());
            }
        }
        var _ = rubric(parts);
    }

    @Override
    public Set<Role> models() {
        var models = EnumSet.noneOf(Role.class);
        parts.forEach(part -> models.addAll(part.reward().models()));
        return models;
    }

    @Override
    public Optional<Rubric> rubric() {
        return rubric(parts);
    }

    private static Optional<Rubric> rubric(List<Part> parts) {
        return Reward.oneRubric(parts.stream().map(Part::reward).toList());
    }

    @Override
    public WeightedSum among(List<Rollout> rollouts) {
        return new WeightedSum(parts.stream()
                .map(part -> new Part(part.name(), part.weight(), part.reward().among(rollouts)))
                .toList());
    }

    /** @throws Unscored naming the first part that has no score */
    @Override
    public double score(Rollout rollout, ModelScores models) throws Unscored {
        double sum = 0;
        for (Part part : parts) {
            sum += part.weight() * scoreOf(part, rollout, models);
        }
        return sum;
    }

    private static double scoreOf(Part part, Rollout rollout, ModelScores models) throws Unscored {
        double score;
        try {
            score = part.reward().score(rollout, models);
        } catch (Unscored unscored) {
            throw new Unscored(part.name() + ": " + unscored.getMessage(), unscored);
        } catch (Exception failure) {
            throw new Unscored(part.name() + ": the reward threw " + failure, failure);
        }
        if (!Double.isFinite(score)) {
            throw new Unscored(part.name() + ": the reward is " + score);
        }
        return score;
    }
}
