package io.akkord.rewards;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.judge.Template;
import io.akkord.algorithms.workflow.Role;
import io.akkord.rewards.AnswerExtractor.Usual;
import io.akkord.rewards.shape.CosineLength;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rewards made of rewards: thresholds, gates, votes, and a verifier for each row. */
class CompositionTest {

    private static final Reward LENGTH = (rollout, models) -> rollout.text().length();

    private static double score(Reward reward, String response) throws Exception {
        return reward.score(Rollouts.saying(response), ModelScores.none());
    }

    private static double[] scores(Reward reward, List<Rollout> rollouts) {
        try (var scorer = new Scorer(2)) {
            return scorer.score(reward, rollouts, Map.of(), Duration.ofSeconds(20))
                    .values();
        }
    }

    private static List<Rollout> answers(long prompt, String... texts) {
        var rollouts = new ArrayList<Rollout>();
        for (String text : texts) {
            rollouts.add(Rollouts.among(prompt, rollouts.size(), text));
        }
        return rollouts;
    }

    @Test
    void aThresholdIsReachedOrNot() throws Exception {
        var reward = new Threshold(LENGTH, 2);
        assertEquals(0, score(reward, "a"));
        assertEquals(1, score(reward, "ab"));
        assertEquals(1, score(reward, "abc"));
    }

    @Test
    void aGateLetsThroughWhatReachesIt() throws Exception {
        var reward = new Gate(LENGTH, new RegexMatch(Pattern.compile("^a")), 1, -5);
        assertEquals(3, score(reward, "abc"));
        assertEquals(-5, score(reward, "bbc"));
    }

    @Test
    void whatDoesNotPassTheGateIsNotJudgedFurther() throws Exception {
        Reward never = (rollout, models) -> {
            throw new AssertionError("judged");
        };
        assertEquals(0, score(new Gate(never, LENGTH, 4, 0), "abc"));
    }

    @Test
    void aConditionWithoutAScoreDecidesNothing() {
        Reward nan = (rollout, models) -> Double.NaN;
        assertThrows(Unscored.class, () -> score(new Threshold(nan, 1), "a"));
        assertThrows(Unscored.class, () -> score(new Gate(LENGTH, nan, 1, 0), "a"));
        assertThrows(IllegalArgumentException.class, () -> new Threshold(LENGTH, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Gate(LENGTH, LENGTH, 1, Double.POSITIVE_INFINITY));
    }

    @Test
    void composedRewardsAskTheNetworksOfTheirParts() {
        assertEquals(Set.of(Role.REWARD), new Threshold(new LearnedScore(), 0).models());
        assertEquals(Set.of(Role.REWARD), new Gate(new LearnedScore(), LENGTH, 1, 0).models());
        assertEquals(Set.of(Role.REWARD), new Gate(LENGTH, new LearnedScore(), 1, 0).models());
    }

    @Test
    void theMajorityIsRight() {
        var rollouts = new ArrayList<>(answers(1, "it is 5", "so 4", "4.0", "none", "5 or 4"));
        rollouts.addAll(answers(2, "5", "5", "4"));
        assertArrayEquals(new double[] {0, 1, 1, 0, 1, 1, 1, 0}, scores(new MajorityVote(Usual.LAST_NUMBER), rollouts));
    }

    @Test
    void aTieGoesToTheEarliestResponseInWhateverOrderTheyCome() {
        List<Rollout> rollouts = new ArrayList<>(answers(1, "b", "a", "a", "b"));
        assertArrayEquals(new double[] {1, 0, 0, 1}, scores(new MajorityVote(Usual.WHOLE_TEXT), rollouts));
        Collections.reverse(rollouts);
        assertArrayEquals(new double[] {1, 0, 0, 1}, scores(new MajorityVote(Usual.WHOLE_TEXT), rollouts));
        Collections.swap(rollouts, 0, 1);
        assertArrayEquals(new double[] {0, 1, 0, 1}, scores(new MajorityVote(Usual.WHOLE_TEXT), rollouts));
    }

    @Test
    void nobodyWinsWhereNobodyAnswers() {
        assertArrayEquals(
                new double[] {0, 0}, scores(new MajorityVote(Usual.LAST_NUMBER), answers(1, "hm", "no idea")));
    }

    @Test
    void aVoteInsideOtherRewardsIsBoundToo() {
        var vote = new MajorityVote(Usual.WHOLE_TEXT);
        List<Rollout> rollouts = answers(1, "b", "a", "b");
        double[] expected = {1, 0, 1};
        assertArrayEquals(expected, scores(new Threshold(vote, 1), rollouts));
        assertArrayEquals(expected, scores(new Gate(vote, vote, 1, 0), rollouts));
        assertArrayEquals(expected, scores(new WeightedSum(List.of(new WeightedSum.Part("vote", 1, vote))), rollouts));
    }

    @Test
    void aVoteNeedsTheOtherResponses() {
        var unscored = assertThrows(Unscored.class, () -> score(new MajorityVote(Usual.LAST_LINE), "a"));
        assertEquals("a majority vote needs the other responses to the prompt", unscored.getMessage());
    }

    @Test
    void aLambdaIsAnExtractor() {
        AnswerExtractor first = response -> Optional.of(response.substring(0, 1));
        assertArrayEquals(new double[] {1, 1, 0}, scores(new MajorityVote(first), answers(1, "ab", "ac", "bb")));
    }

    @Test
    void aRewardThatCannotBeBoundScoresNothing() {
        var refusing = new Reward() {
            @Override
            public double score(Rollout rollout, ModelScores models) {
                return 1;
            }

            @Override
            public Reward among(List<Rollout> rollouts) {
                throw new IllegalStateException("no");
            }
        };
        try (var scorer = new Scorer(1)) {
            Scored scored = scorer.score(refusing, answers(1, "a", "b"), Map.of(), Duration.ofSeconds(20));
            assertEquals(2, scored.unscored());
            assertEquals(
                    "the reward threw java.lang.IllegalStateException: no when it was shown the responses",
                    scored.firstReason());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LAST_NUMBER | 3 and 4          | 4
            LAST_NUMBER | it is 1,000.50.  | 1000.5
            LAST_NUMBER | it is 0010       | 10
            LAST_NUMBER | x = -3           | -3
            LAST_NUMBER | 12-4             | 4
            LAST_NUMBER | (12)-4           | 4
            LAST_NUMBER | 1,2,3            | 3
            LAST_NUMBER | -0               | 0
            LAST_NUMBER | none             |
            LAST_LINE   | a~ b c ~~        | b c
            LAST_LINE   | ' ~ '            |
            WHOLE_TEXT  | ' a~b '          | a~b
            """)
    void answersAreTakenFromTheEnd(Usual usual, String response, @Nullable String answer) {
        assertEquals(
                Optional.ofNullable(answer),
                usual.extract(response.replace('~', '\n')).map(found -> found.replace('\n', '~')));
    }

    @Test
    void eachRowNamesItsVerifier() throws Exception {
        Verifier upper = (response, labels) -> Verdict.of(response.equals("A"), "");
        Verifier lower = (response, labels) -> Verdict.of(response.equals("a"), "");
        var verifiers = Map.of("upper", upper, "lower", lower);
        var strict = new RowVerifier(verifiers, null);
        assertEquals(1, strict.verify("A", Map.of("verifier", "upper")).score());
        assertEquals(0, strict.verify("A", Map.of("verifier", "lower")).score());
        assertEquals(
                1, new RowVerifier(verifiers, "lower").verify("a", Map.of()).score());
    }

    @Test
    void aRowWithoutAKnownVerifierIsUnscored() {
        var ordered = new LinkedHashMap<String, Verifier>();
        Arrays.asList("upper", "lower").forEach(name -> ordered.put(name, (response, labels) -> Verdict.of(true, "")));
        var reward = new RowVerifier(ordered, null);
        var unknown = assertThrows(Unscored.class, () -> reward.verify("a", Map.of("verifier", "uper")));
        assertEquals("no verifier is called \"uper\"; known here: upper, lower", unknown.getMessage());
        var missing = Rollouts.answering("?", Map.of(), "a", Ending.EOS);
        var none = assertThrows(Unscored.class, () -> reward.score(missing, ModelScores.none()));
        assertEquals("the prompt has no label \"verifier\" that names one of upper, lower", none.getMessage());
        var refused = assertThrows(IllegalArgumentException.class, () -> new RowVerifier(ordered, "uper"));
        assertEquals("otherwise must be one of upper, lower, was \"uper\"", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new RowVerifier(Map.of(), null));
    }

    private static JudgeScore judge(String template) {
        return new JudgeScore(new Rubric(new Template(template), List.of(" A", " B"), List.of(1.0, 0.0), 0));
    }

    @Test
    void rewardsAskTheJudgeWhatTheirPartsAsk() {
        JudgeScore judge = judge("{prompt}{response}");
        var rubric = Optional.of(judge.asked());
        for (Reward reward : List.of(
                judge,
                new Threshold(judge, 0.5),
                new Gate(LENGTH, judge, 0.5, 0),
                new Gate(judge, judge("{prompt}{response}"), 0.5, 0),
                new CosineLength(judge, 0.5, 9, 1, 0, 0, 1),
                new WeightedSum(List.of(
                        new WeightedSum.Part("one", 1, LENGTH),
                        new WeightedSum.Part("two", 1, new Threshold(judge, 0.5)))))) {
            assertEquals(rubric, reward.rubric(), reward.toString());
            assertEquals(Set.of(Role.JUDGE), reward.models(), reward.toString());
        }
        assertEquals(Optional.empty(), new Threshold(LENGTH, 1).rubric());
    }

    @Test
    void twoQuestionsToTheJudgeAreRefused() {
        JudgeScore one = judge("{prompt}{response}");
        JudgeScore other = judge("{prompt} {response}");
        var refused = assertThrows(IllegalArgumentException.class, () -> new Gate(one, other, 0.5, 0));
        assertEquals(
                "a reward may ask the judge one question only, and its parts ask two: \"{prompt}{response}\" and"
                        + " \"{prompt} {response}\"",
                refused.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new WeightedSum(
                        List.of(new WeightedSum.Part("one", 1, one), new WeightedSum.Part("two", 1, other))));
    }

    @Test
    void aJudgeThatDoesNotAnswerLeavesTheResponseUnscored() {
        try (var scorer = new Scorer(1)) {
            double[] scores = scorer.score(
                            judge("{prompt}{response}"),
                            answers(0, "a", "b"),
                            Map.of(Role.JUDGE, new double[] {0.7, Double.NaN}),
                            Duration.ofSeconds(20))
                    .values();
            assertArrayEquals(new double[] {0.7, Double.NaN}, scores);
        }
    }
}
