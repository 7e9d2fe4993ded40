package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Role;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Reward;
import io.akkord.rewards.courtesy.GoldJudge;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardSettingsTest {

    private static final String PPO = "stages = [ppo], policy.new {}, data.prompts = courtesy\n";

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    @Test
    void aLexiconIsJsonOrColumns() throws Exception {
        my.file("words.json", "{\"good\": 3, \"some kind\": 0, \"bad\": -2.5}");
        my.file("words.txt", "good\t3\t0.5\t[3, 3]\nbad\t-2.5\t0.5\t[-2, -3]\n");
        for (String file : Set.of("words.json", "words.txt")) {
            Reward reward = my.experiment(PPO + "reward { kind = lexicon, lexicon = " + file + " }")
                    .reward()
                    .reward();
            assertEquals(0.5, reward.score(rollout("A good, bad day."), ModelScores.none()));
            assertEquals(Set.of(), reward.models());
        }
    }

    @Test
    void anExactMatchReadsTheRowsAnswer() throws Exception {
        Reward reward = my.experiment(PPO + "reward { kind = exact-match, ignore-case = true }")
                .reward()
                .reward();
        assertEquals(1, reward.score(rollout(" FOUR "), ModelScores.none()));
        assertEquals(0, reward.score(rollout("five"), ModelScores.none()));
    }

    @Test
    void aPatternScoresWhatItFinds() throws Exception {
        Reward reward = my.experiment(PPO + "reward { kind = regex, pattern = \"!$\", otherwise = -1 }")
                .reward()
                .reward();
        assertEquals(1, reward.score(rollout("Hello!"), ModelScores.none()));
        assertEquals(-1, reward.score(rollout("Hello"), ModelScores.none()));
    }

    @Test
    void aSumWeighsItsParts() throws Exception {
        my.file("sub/words.json", "{\"good\": 3}");
        RewardSettings settings = my.experiment(PPO + """
                reward-model.new {}
                reward {
                  kind = weighted-sum
                  parts = [
                    { weight = 0.5, kind = learned }
                    { weight = 2, kind = lexicon, lexicon = sub/words.json }
                    { weight = 1, kind = regex, pattern = good }
                    { weight = 1, kind = regex, pattern = day }
                  ]
                }
                """).reward();
        Reward reward = settings.reward();
        assertEquals(Set.of(Role.REWARD), reward.models());
        assertEquals(0.5 * 10 + 2 * 3 + 1, reward.score(rollout("a good one"), role -> 10));
    }

    @Test
    void scoresAreLeftAloneUnlessAskedOtherwise() {
        RewardSettings plain =
                my.experiment(PPO + "reward { kind = regex, pattern = a }").reward();
        assertFalse(plain.normalizer().normalize());
        assertEquals(Double.POSITIVE_INFINITY, plain.normalizer().clip());
        RewardSettings scaled = my.experiment(PPO + "reward { kind = regex, pattern = a, normalize = true, clip = 5 }")
                .reward();
        assertTrue(scaled.normalizer().normalize());
        assertEquals(5, scaled.normalizer().clip());
    }

    @Test
    void goldJudgesOnlyWhereItIsAskedTo() {
        String regex = PPO + "reward { kind = regex, pattern = a }\n";
        assertNull(my.experiment(regex).gold());
        RewardSettings gold = my.experiment(regex + "gold.kind = courtesy").gold();
        assertEquals(new GoldJudge(), gold == null ? null : gold.reward());
    }

    private static Rollout rollout(String text) {
        var prompt = new Prompt(0, "two and two", new int[] {1}, Map.of("answer", "four"));
        return new Rollout(prompt, 0, new int[0], new boolean[0], new float[0], 0, Ending.EOS, text);
    }
}
