package io.akkord.algorithms.judge;

import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.judge.PairwiseJudge.Judgment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Responses to one prompt compared in twos by a judge.
 *
 * <p>Rollouts come prompt after prompt, {@code group} to each. Two responses of the same tokens are not compared: there is
 * nothing to prefer.
 *
 * @param judge who compares
 * @param group responses to each prompt
 * @param everyPair whether each is compared with each, or only the first with the second, the third with the fourth, and
 *     so on
 */
public record Contest(PairwiseJudge judge, int group, boolean everyPair) {

    /** What the judge said of two rollouts, by their places among all of them. */
    public record Match(int one, int two, Judgment judgment) {

        /** The place of the winner; {@code one} where there is none. */
        public int winner() {
            return judgment.winner() == PairwiseJudge.Winner.TWO ? two : one;
        }
    }

    /** What the judge is asked, pair after pair. */
    public Rows<Question> questions(Rows<Rollout> rollouts, TextCodec codec) {
        var questions = new ArrayList<Question>();
        List<Rollout> all = rollouts.items();
        for (int[] pair : pairs(all)) {
            Rollout one = all.get(pair[0]);
            int[] prompt = codec.continuation(one.prompt().text());
            questions.addAll(
                    judge.questions(prompt, one.response(), all.get(pair[1]).response(), codec));
        }
        return new Rows<>(questions);
    }

    /**
     * The matches that the answers to {@link #questions} decide.
     *
     * @param answers log-probs of the two verdicts of each question, nats
     */
    public List<Match> matches(Rows<Rollout> rollouts, TokenGrid answers) {
        double[][] logprobs = Question.logprobs(answers, 2);
        var matches = new ArrayList<Match>();
        int at = 0;
        for (int[] pair : pairs(rollouts.items())) {
            int next = at + judge.questionsEach();
            matches.add(new Match(pair[0], pair[1], judge.judge(Arrays.copyOfRange(logprobs, at, next))));
            at = next;
        }
        return matches;
    }

    private List<int[]> pairs(List<Rollout> rollouts) {
        var pairs = new ArrayList<int[]>();
        for (int start = 0; start + group <= rollouts.size(); start += group) {
            for (int i = start; i < start + group; i += everyPair ? 1 : 2) {
                int end = everyPair ? start + group : Math.min(i + 2, start + group);
                for (int j = i + 1; j < end; j++) {
                    if (!Arrays.equals(
                            rollouts.get(i).response(), rollouts.get(j).response())) {
                        pairs.add(new int[] {i, j});
                    }
                }
            }
        }
        return pairs;
    }

    /**
     * How often each rollout is preferred to the others of its prompt, by the judge's own probabilities.
     *
     * @return {@code [rollouts]}; NaN for one that was in no valid match
     */
    public static double[] winRates(int rollouts, List<Match> matches) {
        var sums = new double[rollouts];
        var counts = new int[rollouts];
        for (Match match : matches) {
            if (match.judgment().valid()) {
                sums[match.one()] += match.judgment().strength();
                sums[match.two()] += 1 - match.judgment().strength();
                counts[match.one()]++;
                counts[match.two()]++;
            }
        }
        var rates = new double[rollouts];
        Arrays.setAll(rates, i -> counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
        return rates;
    }
}
