package io.akkord.configs;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.rows.LexiconFile;
import io.akkord.rewards.ExactMatch;
import io.akkord.rewards.LearnedScore;
import io.akkord.rewards.Lexicon;
import io.akkord.rewards.RegexMatch;
import io.akkord.rewards.Reward;
import io.akkord.rewards.ScoreNormalizer;
import io.akkord.rewards.WeightedSum;
import io.akkord.rewards.courtesy.GoldJudge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

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
        return reward(source);
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

    private static Reward reward(RewardSource source) {
        return switch (source) {
            case RewardSource.None none -> (rollout, models) -> Double.NaN;
            case RewardSource.Learned learned -> new LearnedScore();
            case RewardSource.Lexicon(var path) -> new Lexicon(LexiconFile.read(path));
            case RewardSource.ExactMatch(var label, var ignoreCase) -> new ExactMatch(label, ignoreCase);
            case RewardSource.Regex(var pattern, var found, var otherwise) ->
                new RegexMatch(Pattern.compile(pattern), found, otherwise);
            case RewardSource.WeightedSum(var parts) -> sum(parts);
            case RewardSource.Courtesy courtesy -> new GoldJudge();
        };
    }

    private static Reward sum(List<RewardSource.Part> parts) {
        var named = new ArrayList<WeightedSum.Part>();
        var names = new HashSet<String>();
        for (RewardSource.Part part : parts) {
            String kind = Keys.kebab(part.source().getClass().getSimpleName());
            String name = names.add(kind) ? kind : kind + " " + (named.size() + 1);
            named.add(new WeightedSum.Part(name, part.weight(), reward(part.source())));
        }
        return new WeightedSum(named);
    }
}
