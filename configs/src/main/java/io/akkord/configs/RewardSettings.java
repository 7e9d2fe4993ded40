package io.akkord.configs;

import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.rewards.Reward;
import io.akkord.rewards.ScoreNormalizer;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** Whether the program that embeds Akkord gives the reward or a part of it. */
    public boolean asksForCode() {
        return source.all().anyMatch(RewardSource.Code.class::isInstance);
    }

    /**
     * The reward itself; reads the lexicon, where there is one.
     *
     * @throws io.akkord.algorithms.UserError if the lexicon cannot be read, or the reward {@link #asksForCode}
     */
    public Reward reward() {
        return reward(null);
    }

    /** The reward where {@code code} stands for itself. */
    Reward reward(@Nullable Reward code) {
        return new RewardAssembly(code).reward(source);
    }

    /** What an algorithm may know of the reward; read off the settings, so no file of the reward need be at hand. */
    public Scoring scoring() {
        Optional<Rubric> rubric = judges(source).findFirst().map(RewardSource.Judge::rubric);
        return new Scoring(isGiven(), source.all().anyMatch(RewardSource.Learned.class::isInstance), rubric);
    }

    private static Stream<RewardSource.Judge> judges(RewardSource source) {
        return source.all().filter(RewardSource.Judge.class::isInstance).map(RewardSource.Judge.class::cast);
    }

    /** What stands between the raw scores and those that teach. */
    public ScoreNormalizer normalizer() {
        return new ScoreNormalizer(normalize, clip == 0 ? Double.POSITIVE_INFINITY : clip);
    }
}
