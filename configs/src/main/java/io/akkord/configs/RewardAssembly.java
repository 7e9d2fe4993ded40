package io.akkord.configs;

import io.akkord.algorithms.UserError;
import io.akkord.configs.rows.LexiconFile;
import io.akkord.rewards.ExactMatch;
import io.akkord.rewards.Gate;
import io.akkord.rewards.JudgeScore;
import io.akkord.rewards.LearnedScore;
import io.akkord.rewards.Lexicon;
import io.akkord.rewards.MajorityVote;
import io.akkord.rewards.RegexMatch;
import io.akkord.rewards.Reward;
import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Threshold;
import io.akkord.rewards.Verifier;
import io.akkord.rewards.WeightedSum;
import io.akkord.rewards.courtesy.GoldJudge;
import io.akkord.rewards.match.AnswerFormat;
import io.akkord.rewards.match.F1;
import io.akkord.rewards.match.ShortAnswer;
import io.akkord.rewards.match.StringMatch;
import io.akkord.rewards.match.ThinkFormat;
import io.akkord.rewards.math.FinalNumber;
import io.akkord.rewards.math.MathAnswer;
import io.akkord.rewards.math.MultipleChoice;
import io.akkord.rewards.shape.CosineLength;
import io.akkord.rewards.shape.Overlong;
import io.akkord.rewards.shape.Repetition;
import io.akkord.rewards.tasks.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes rewards of what experiments say about them.
 *
 * @param code the reward that stands for {@code code}, where the embedding program has given one
 */
record RewardAssembly(@Nullable Reward code) {

    /**
     * The reward of a source; reads its files.
     *
     * @throws io.akkord.algorithms.UserError if a file cannot be read, or the reward is code and none was given
     */
    Reward reward(RewardSource source) {
        return switch (source) {
            case RewardSource.None none -> (rollout, models) -> Double.NaN;
            case RewardSource.Learned learned -> new LearnedScore();
            case RewardSource.Lexicon(var path) -> new Lexicon(LexiconFile.read(path));
            case RewardSource.ExactMatch(var label, var ignoreCase) -> new ExactMatch(label, ignoreCase);
            case RewardSource.StringMatch(var label, var where) -> new StringMatch(label, where);
            case RewardSource.F1(var label) -> new F1(label);
            case RewardSource.ShortAnswer(var label) -> new ShortAnswer(label);
            case RewardSource.Math(var label, var strict) -> new MathAnswer(label, strict);
            case RewardSource.Gsm8k(var label) -> new FinalNumber(label);
            case RewardSource.MultipleChoice(var label) -> new MultipleChoice(label);
            case RewardSource.Ifeval(var strictness, var allOrNothing) -> new InstructionRows(strictness, allOrNothing);
            case RewardSource.ThinkFormat format -> new ThinkFormat();
            case RewardSource.AnswerFormat format -> new AnswerFormat();
            case RewardSource.Regex(var pattern, var found, var otherwise) ->
                new RegexMatch(Pattern.compile(pattern), found, otherwise);
            case RewardSource.Task task -> Task.ofRow();
            case RewardSource.RowVerifier rows -> ofRows(rows);
            case RewardSource.MajorityVote(var answer) -> new MajorityVote(answer);
            case RewardSource.Overlong(var maxTokens, var buffer, var factor, var capped) ->
                new Overlong(maxTokens, buffer, factor, capped);
            case RewardSource.Repetition(var ngram, var penalty) -> new Repetition(ngram, penalty);
            case RewardSource.CosineLength cosine -> byLength(cosine);
            case RewardSource.Threshold(var of, var at) -> new Threshold(reward(of.source()), at);
            case RewardSource.Gate(var of, var when, var at, var otherwise) ->
                new Gate(reward(of.source()), reward(when.source()), at, otherwise);
            case RewardSource.WeightedSum(var parts) -> sum(parts);
            case RewardSource.Judge judge -> new JudgeScore(judge.rubric());
            case RewardSource.Code given -> given();
            case RewardSource.Courtesy courtesy -> new GoldJudge();
        };
    }

    private Reward given() {
        if (code == null) {
            throw new UserError("reward.kind = code means that the program that embeds Akkord gives the reward, by"
                    + " Experiment.rewardedBy, and none was given; on the command line choose another kind");
        }
        return code;
    }

    private Reward byLength(RewardSource.CosineLength cosine) {
        return new CosineLength(
                reward(cosine.of().source()),
                cosine.at(),
                cosine.maxTokens(),
                cosine.shortRight(),
                cosine.longRight(),
                cosine.shortWrong(),
                cosine.longWrong());
    }

    private Reward ofRows(RewardSource.RowVerifier rows) {
        var verifiers = new LinkedHashMap<String, Verifier>();
        for (RewardSource.Named one : rows.verifiers()) {
            if (!(reward(one.source()) instanceof Verifier verifier)) {
                throw new IllegalStateException(one.source().kind() + " is said to check responses and is no verifier");
            }
            verifiers.put(one.name(), verifier);
        }
        return new RowVerifier(verifiers, rows.otherwise());
    }

    private Reward sum(List<RewardSource.Part> parts) {
        var named = new ArrayList<WeightedSum.Part>();
        var names = new HashSet<String>();
        for (RewardSource.Part part : parts) {
            String kind = part.source().kind();
            String name = names.add(kind) ? kind : kind + " " + (named.size() + 1);
            named.add(new WeightedSum.Part(name, part.weight(), reward(part.source())));
        }
        return new WeightedSum(named);
    }
}
