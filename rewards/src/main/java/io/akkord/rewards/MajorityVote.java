package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * 1 where a response gives the answer that most responses to its prompt give, else 0: a reward without ground truth.
 *
 * <p>Test-time reinforcement learning (Zuo et al. 2025) learns from such votes. A response without an answer has no vote
 * and scores 0. A tie goes to the answer of the earliest response ({@code sample}), so that at most one answer of a prompt
 * is ever worth something. The votes are counted anew for each response, within that response's time: with n responses a
 * prompt that is n² extractions, microseconds for the usual ones.
 *
 * @param extractor takes the answer out of a response
 */
public record MajorityVote(AnswerExtractor extractor) implements Reward {

    @Override
    public Reward among(List<Rollout> rollouts) {
        Map<Long, List<Rollout>> byPrompt = rollouts.stream()
                .sorted(Comparator.comparingInt(Rollout::sample))
                .collect(Collectors.groupingBy(rollout -> rollout.prompt().index()));
        return (rollout, models) ->
                score(rollout, byPrompt.getOrDefault(rollout.prompt().index(), List.of()));
    }

    private double score(Rollout rollout, List<Rollout> voters) {
        Optional<String> answer = extractor.extract(rollout.text());
        return answer.isPresent() && answer.equals(winner(voters)) ? 1 : 0;
    }

    /** The most frequent answer; of several, the one that came first. */
    private Optional<String> winner(List<Rollout> voters) {
        var votes = new LinkedHashMap<String, Integer>();
        for (Rollout voter : voters) {
            extractor.extract(voter.text()).ifPresent(answer -> votes.merge(answer, 1, Integer::sum));
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return votes.keySet().stream()
                .filter(answer -> votes.getOrDefault(answer, 0) == most)
                .findFirst();
    }

    /** @throws Unscored always: a response alone has no majority, see {@link #among} */
    @Override
    public double score(Rollout rollout, ModelScores models) throws Unscored {
        throw new Unscored("a majority vote needs the other responses to the prompt");
    }
}
