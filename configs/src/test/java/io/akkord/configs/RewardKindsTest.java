package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.judge.Template;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.rows.PromptText;
import io.akkord.rewards.Reward;
import io.akkord.rewards.Scorer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of reward that an experiment can name, as the run gets it. */
class RewardKindsTest {

    private static final String PPO = "stages = [ppo], policy.new {}, data.prompts = courtesy\n";

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    private static Rollout rollout(int sample, String text, Map<String, String> labels) {
        int[] tokens = new int[text.length()];
        Arrays.setAll(tokens, text::charAt);
        var prompt = new Prompt(0, "?", new int[] {1}, labels);
        return new Rollout(
                prompt, sample, tokens, new boolean[tokens.length], new float[tokens.length], 0, Ending.EOS, text);
    }

    private static double[] scores(Reward reward, Map<String, String> labels, String... texts) {
        var rollouts = new ArrayList<Rollout>();
        for (String text : texts) {
            rollouts.add(rollout(rollouts.size(), text, labels));
        }
        var models = Map.of(Role.REWARD, new double[texts.length]);
        try (var scorer = new Scorer(1)) {
            return scorer.score(reward, rollouts, models, Duration.ofSeconds(20))
                    .values();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind = string-match                                               | The four!                  | 1
            kind = string-match, where = tags                                 | four                       | 0
            kind = string-match, where = tags                                 | <answer>four</answer>      | 1
            kind = string-match, where = phrase                               | The answer is: four        | 1
            kind = string-match, label = other                                | 4                          | 1
            kind = f1                                                         | four or                    | 0.6666666666666666
            kind = short-answer                                               | So the answer is four.     | 1
            kind = think-format                                               | <think>a</think>b          | 1
            kind = answer-format                                              | <answer>4</answer>         | 1
            kind = answer-format                                              | 4                          | 0
            kind = overlong, max-tokens = 20                                  | 123456789012               | -0.5
            kind = overlong, max-tokens = 4, buffer = 2, factor = 3           | 123456                     | -6
            kind = overlong, max-tokens = 4, buffer = 2, capped = true        | 123456                     | -1
            kind = repetition, ngram = 1                                      | aaaa                       | -0.75
            kind = cosine-length, max-tokens = 4, of { kind = exact-match }   | four                       | 0.5
            kind = cosine-length, max-tokens = 8, of { kind = exact-match }   | five                       | -0.75
            kind = threshold, at = 0.6, of { kind = f1 }                      | four or                    | 1
            kind = threshold, of { kind = f1 }                                | four or                    | 0
            kind = gate, of { kind = f1 }, when { kind = think-format }       | four                       | 0
            kind = gate, of { kind = f1 }, when { kind = think-format }       | <think></think>four        | 1
            kind = gate, otherwise = -1, of { kind = f1 }, when { kind = think-format } | four             | -1
            """)
    void aKindScoresAsItSays(String reward, String response, double score) {
        RewardSettings settings =
                my.experiment(PPO + "reward { " + reward + " }").reward();
        double[] scores = scores(settings.reward(), Map.of("answer", "four", "other", "4"), response);
        assertArrayEquals(new double[] {score}, scores, 1e-12);
    }

    @Test
    void aVoteComparesTheResponsesOfAPrompt() {
        Reward lines = my.experiment(PPO + "reward { kind = majority-vote, answer = last-line }")
                .reward()
                .reward();
        assertArrayEquals(new double[] {0, 1, 1}, scores(lines, Map.of(), "b", "x\na", "a"));
        Reward numbers = my.experiment(PPO + "reward { kind = threshold, of { kind = majority-vote } }")
                .reward()
                .reward();
        assertArrayEquals(new double[] {0, 1, 1}, scores(numbers, Map.of(), "3", "so 4", "4.0"));
    }

    @Test
    void rowsChooseTheirVerifier() {
        my.file("rows.jsonl", """
                {"prompt": "a", "answer": "x", "verifier": "exact"}
                {"prompt": "b", "answer": "the x"}
                """);
        Reward reward = my.experiment("""
                stages = [ppo], policy.new {}
                data.prompts = rows.jsonl
                ppo { batch = 2, passes.updates = 1 }
                reward {
                  kind = row-verifier
                  verifiers = [{ name = exact, kind = exact-match }, { name = words, kind = string-match }]
                  otherwise = words
                }
                """).reward().reward();
        assertArrayEquals(new double[] {0}, scores(reward, Map.of("answer", "x", "verifier", "exact"), "The x."));
        assertArrayEquals(new double[] {1}, scores(reward, Map.of("answer", "the x"), "The x."));
    }

    @Test
    void aTaskIsCheckedByItsOwnRows() {
        for (String task : List.of("arithmetic", "word-sorting", "countdown", "sudoku")) {
            Experiment experiment = my.experiment("""
                    stages = [ppo], policy.new {}
                    data { prompts = %s, held-out = 8, task.holes = 2 }
                    reward.kind = task
                    """.formatted(task));
            for (PromptText row : experiment.data().evaluationPrompts(1)) {
                String answer = row.labels().getOrDefault("answer", "");
                assertArrayEquals(
                        new double[] {1, 0},
                        scores(experiment.reward().reward(), row.labels(), answer, answer + " " + answer));
            }
        }
    }

    @Test
    void networksAreFoundWhereverTheyAreAsked() {
        Experiment experiment = my.experiment("reward-model.new {}\n" + PPO + """
                reward {
                  kind = gate
                  of { kind = threshold, at = -3, of { kind = learned } }
                  when { kind = weighted-sum, parts = [{ weight = 1, kind = f1 }] }
                }
                """);
        assertEquals(Set.of(Role.REWARD), experiment.reward().reward().models());
        assertTrue(experiment.stages().getFirst().algorithm() != null);
    }

    @Test
    void aJudgeIsAskedItsOwnQuestion() {
        Experiment experiment = my.experiment(PPO + """
                reward {
                  kind = weighted-sum
                  parts = [
                    { weight = 1, kind = f1 }
                    { weight = 2, kind = threshold, at = 2, of {
                        kind = judge, template = "{prompt}: {response}", verdicts = [" 1", " 2", " 3"], worth = [1, 2, 3], least-mass = 0.1
                    } }
                  ]
                }
                """);
        var rubric = new Rubric(
                new Template("{prompt}: {response}"), List.of(" 1", " 2", " 3"), List.of(1.0, 2.0, 3.0), 0.1);
        assertEquals(Optional.of(rubric), experiment.reward().scoring().rubric());
        Workflow workflow = experiment
                .stages()
                .getFirst()
                .algorithm()
                .workflow(experiment.reward().scoring());
        assertTrue(workflow.roles().contains(Role.JUDGE));
        assertEquals(experiment, ExperimentReader.readText(experiment.text(), "experiment.conf"));
    }

    @Test
    void aJudgeMayBeAnyLanguageModelAndNotTheGoldReward() {
        assertTrue(my.experiment(PPO + "reward.kind = judge")
                .reward()
                .scoring()
                .rubric()
                .isPresent());
        assertTrue(my.refusal(PPO + "reward.kind = judge, gold.kind = judge")
                .startsWith("my.conf:2: gold.kind: may ask no network"));
    }

    @Test
    void codeIsGivenByTheProgram() throws Exception {
        Experiment experiment = my.experiment(PPO + "reward { kind = threshold, at = 3, of { kind = code } }");
        assertThrows(UserError.class, experiment::rewarding);
        Reward reward = experiment
                .rewardedBy((rollout, models) -> rollout.text().length())
                .rewarding();
        assertArrayEquals(new double[] {0, 1}, scores(reward, Map.of(), "ab", "abc"));
        assertEquals(experiment, ExperimentReader.readText(experiment.text(), "experiment.conf"));
        assertEquals(
                "my.conf:2: gold.kind: may not be code; use courtesy, lexicon, or a verifier such as exact-match",
                my.refusal(PPO + "reward.kind = f1, gold.kind = code"));
    }

    @Test
    void everythingSurvivesTheText() {
        my.file("rows.jsonl", "{\"prompt\": \"a\", \"verifier\": \"short\"}\n{\"prompt\": \"b\"}\n");
        Experiment experiment = my.experiment("""
                stages = [ppo], policy.new {}
                data { prompts = rows.jsonl, pairs = sudoku, labelled = word-sorting }
                data.task { digits = 3, operators = ["*"], errors = 0.25 }
                ppo { batch = 2, passes.updates = 1 }
                reward {
                  kind = gate, at = 0.5, otherwise = -2
                  of { kind = cosine-length, max-tokens = 9, at = 0.25, of { kind = f1, label = key } }
                  when { kind = weighted-sum, parts = [
                    { weight = 1, kind = overlong, max-tokens = 20 }
                    { weight = 2, kind = threshold, of { kind = majority-vote, answer = whole-text } }
                  ] }
                }
                gold {
                  kind = row-verifier, otherwise = words
                  verifiers = [{ name = short, kind = short-answer }, { name = words, kind = string-match, where = tags }]
                }
                """);
        Experiment again = ExperimentReader.readText(experiment.text(), "experiment.conf");
        assertEquals(experiment, again);
        assertEquals(experiment.text(), again.text());
    }
}
