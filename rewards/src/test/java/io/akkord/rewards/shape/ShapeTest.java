package io.akkord.rewards.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.PeerFacts;
import io.akkord.rewards.Reward;
import io.akkord.rewards.Rollouts;
import io.akkord.rewards.Unscored;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Length and repetition. */
class ShapeTest {

    private static final Reward RIGHT = (rollout, models) -> 1;
    private static final Reward WRONG = (rollout, models) -> 0;

    private static Rollout ofLength(int tokens) {
        return Rollouts.of(IntStream.range(0, tokens).toArray());
    }

    private static double score(Reward reward, Rollout rollout) throws Exception {
        return reward.score(rollout, ModelScores.none());
    }

    private static CosineLength cosine(Reward right, int maxTokens) {
        return new CosineLength(right, 1, maxTokens, 1, 0.5, -1, -0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, 0",
        "80, false, 0",
        "81, false, -0.05",
        "90, false, -0.5",
        "100, false, -1",
        "120, false, -2",
        "100, true, -1",
        "120, true, -1",
        "90, true, -0.5"
    })
    void overlongResponsesCostMoreAndMore(int tokens, boolean capped, double score) throws Exception {
        assertEquals(score, score(new Overlong(100, 20, 1, capped), ofLength(tokens)), 1e-12);
        assertEquals(3 * score, score(new Overlong(100, 20, 3, capped), ofLength(tokens)), 1e-12);
    }

    @Test
    void trlPunishesTheSameLengths() throws Exception {
        List<JsonNode> cases = PeerFacts.cases("peer_test_facts.json", "fn", "soft_overlong_punishment");
        assertFalse(cases.isEmpty());
        for (JsonNode one : cases) {
            JsonNode in = one.get("inputs");
            var reward = new Overlong(
                    in.get("max_completion_len").asInt(),
                    in.get("soft_punish_cache").asInt(),
                    1,
                    true);
            double expected = one.at("/expected/reward").asDouble();
            assertEquals(expected, score(reward, ofLength(in.get("length").asInt())), 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3, 0",
        "'1 2 3', 3, 0",
        "'1 2', 3, 0",
        "'1 2 3 1 2 3', 3, -0.25",
        "'5 5 5 5 5', 2, -0.75",
        "'1 2 1 2', 1, -0.5"
    })
    void repeatedNgramsCost(String ids, int ngram, double score) throws Exception {
        int[] tokens = ids.isEmpty()
                ? new int[0]
                : Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray();
        assertEquals(score, score(new Repetition(ngram, -1), Rollouts.of(tokens)), 1e-12);
        assertEquals(score / 2, score(new Repetition(ngram, -0.5), Rollouts.of(tokens)), 1e-12);
    }

    @Test
    void trlFindsTheSameRepetitions() throws Exception {
        List<JsonNode> cases = PeerFacts.cases("peer_test_facts.json", "fn", "repetition_penalty_reward");
        assertFalse(cases.isEmpty());
        for (JsonNode one : cases) {
            JsonNode in = one.get("inputs");
            int[] ids = IntStream.range(0, in.get("ids").size())
                    .map(i -> in.get("ids").get(i).asInt())
                    .toArray();
            var reward = new Repetition(
                    in.get("ngram").asInt(), in.get("max_penalty").asDouble());
            assertEquals(one.at("/expected/reward").asDouble(), score(reward, Rollouts.of(ids)), 1e-12);
        }
    }

    @Test
    void rightAnswersShouldBeShortAndWrongOnesLong() throws Exception {
        assertEquals(1, score(cosine(RIGHT, 100), ofLength(0)), 1e-12);
        assertEquals(0.75, score(cosine(RIGHT, 100), ofLength(50)), 1e-12);
        assertEquals(0.5, score(cosine(RIGHT, 100), ofLength(100)), 1e-12);
        assertEquals(0.5, score(cosine(RIGHT, 100), ofLength(170)), 1e-12);
        assertEquals(-1, score(cosine(WRONG, 100), ofLength(0)), 1e-12);
        assertEquals(-0.5, score(cosine(WRONG, 100), ofLength(200)), 1e-12);
    }

    @Test
    void trlScalesTheSameWay() throws Exception {
        List<JsonNode> cases = PeerFacts.cases("peer_test_facts.json", "fn", "cosine_scaled_reward");
        assertFalse(cases.isEmpty());
        for (JsonNode one : cases) {
            JsonNode in = one.get("inputs");
            Reward reward = cosine(
                    in.get("correct").asBoolean() ? RIGHT : WRONG,
                    in.get("max_len").asInt());
            double expected = one.at("/expected/reward").asDouble();
            assertEquals(expected, score(reward, ofLength(in.get("length").asInt())), 1e-4);
        }
    }

    @Test
    void anUnscoredAnswerHasNoScaledScore() {
        assertThrows(Unscored.class, () -> score(cosine((rollout, models) -> Double.NaN, 100), ofLength(3)));
    }

    @Test
    void numbersOutsideTheirRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Overlong(0, 1, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Overlong(10, 11, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Overlong(10, 0, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Overlong(10, 5, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new Repetition(0, -1));
        assertThrows(IllegalArgumentException.class, () -> new Repetition(1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> cosine(RIGHT, 0));
        assertThrows(IllegalArgumentException.class, () -> new CosineLength(RIGHT, 1, 10, Double.NaN, 0.5, -1, -0.5));
    }
}
