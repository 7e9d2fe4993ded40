package io.akkord.configs;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.rewards.Reward;
import io.akkord.rewards.ScoreNormalizer;

/**
 * How responses are scored, and what is done to the scores before they teach.
 *
 * @param source what a score is made of
 * @param normalize whether the running mean is subtracted and the running deviation divided out
 * @param clip largest absolute score that teaches, after normalisation; 0 clips nothing
 */
public record RewardSettings(RewardSource source, boolean normalize, double clip) {

    public RewardSettings {
        if (!(clip >= 0)) {
            throw new IllegalArgumentException("clip must be at least 0, was " + clip);
        }
    }

    /** Whether there is anything to score with. */
    public boolean isGiven() {
        return !(source instanceof RewardSource.None);
    }

    /**
     * The reward itself; reads the lexicon, where there is one.
     *
     * @throws io.akkord.algorithms.UserError if the lexicon cannot be read
     */
    public Reward reward() {
        return RewardAssembly.reward(source);
    }

    /** What an algorithm may know of the reward. */
    public Scoring scoring() {
        Reward reward = reward();
        return new Scoring(isGiven(), reward.models().contains(Role.REWARD), reward.rubric());
    }

    /** What stands between the raw scores and those that teach. */
    public ScoreNormalizer normalizer() {
        return new ScoreNormalizer(normalize, clip == 0 ? Double.POSITIVE_INFINITY : clip);
    }
}
