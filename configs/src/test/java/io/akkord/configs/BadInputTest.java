package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user is told; the texts are part of the program. */
class BadInputTest {

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ppo.klx = 1                       | ppo.klx: unknown key, did you mean kl?
            ppo.sampling.maxtokens = 3        | ppo.sampling.maxtokens: unknown key, did you mean max-tokens?
            dat.prompts = x                   | dat: unknown key, did you mean data?
            pppo.clip = 0.1                   | pppo: unknown key, did you mean ppo?
            policy.path = x                   | policy.path: unknown key, known here: model, new
            seed = one                        | seed: must be a whole number, was "one"
            seed = 1.5                        | seed: must be a whole number, was 1.5
            ppo.batch = 3000000000            | ppo.batch: must lie between -2147483648 and 2147483647, was 3000000000
            ppo.clip = high                   | ppo.clip: must be a number, was "high"
            ppo.clip = "0.2"                  | ppo.clip: must be a number, was "0.2"
            ppo.whiten = 1                    | ppo.whiten: must be true or false, was 1
            ppo.sampling = 3                  | ppo.sampling: must be a section { ... }, was 3
            ppo.sampling.stop = x             | ppo.sampling.stop: must be a list [ ... ], was "x"
            ppo.sampling.stop = [a, 1]        | ppo.sampling.stop[1]: must be text, was 1
            ppo.truncated = cut               | ppo.truncated: must be one of keep, drop, penalty, was "cut"
            ppo.kl = null                     | ppo.kl: must be given
            runtime.step-deadline = 30 parsecs| runtime.step-deadline: must be a duration with its unit (ms, s, m, h or d), such as 30s, was "30 parsecs"
            runtime.step-deadline = 30        | runtime.step-deadline: must be a duration with its unit (ms, s, m, h or d), such as 30s, was 30
            runtime.precision = float16       | runtime.precision: must be float32 or float64, was float16
            runtime.micro-batch = 0           | runtime.micro-batch: must be at least 1, was 0
            ppo.iterations = 0                | ppo.iterations: must be at least 1, was 0
            ppo.sampling.top-p = 2            | ppo.sampling.top-p: must lie in (0, 1], was 2.0
            ppo.passes.updates = 0            | ppo.passes.updates: must be at least 1, was 0
            ppo.policy-optimizer.beta1 = 1    | ppo.policy-optimizer.beta1: must lie in [0, 1), was 1.0
            ppo.kl = -1                       | ppo.kl: must be at least 0, was -1.0
            data.flipped-labels = 2           | data.flipped-labels: must lie in [0, 1], was 2.0
            plan.layouts.critc.data = 2       | plan.layouts: no stage has critc, did you mean critic?
            plan.layouts.policy = 2           | plan.layouts.policy: must be a section { ... }, was 2
            plan.layouts.policy.tensr = 2     | plan.layouts.policy.tensr: unknown key, did you mean tensor?
            plan.layouts.policy.tensor = 0    | plan.layouts.policy.tensor: must be at least 1, was 0
            plan.recompute = selective        | plan.recompute: must be none or full, was selective
            name = a/b                        | name: must be letters, digits, '.', '_' and '-', since it names the run directory; was "a/b"
            policy.new.hidden = 66            | policy.new.hidden: must be an even multiple of heads, was 66 with 4 heads
            policy.new.key-value-heads = 3    | policy.new.key-value-heads: must divide heads, was 3 with 4 heads
            reward.kind = leaned              | reward.kind: must be one of none, learned, lexicon, exact-match, string-match, f1, short-answer, math, gsm8k, multiple-choice, ifeval, think-format, answer-format, regex, task, row-verifier, majority-vote, overlong, repetition, cosine-length, threshold, gate, weighted-sum, judge, code, courtesy, was "leaned"
            reward { kind = regex, pattern = "(" } | reward.pattern: is no regular expression: Unclosed group at character 1
            reward.label = answer             | reward.label: unknown key, known here: kind, parts, normalize, clip
            stages = []                       | stages: must name at least one stage, such as stages=[ppo]
            stages = [data]                   | stages: no stage can be called data, since that is a key of every experiment; choose another name, whose section says algorithm = ...
            stages = [pqo]                    | stages: no algorithm is called pqo, did you mean ppo? (a stage of another name says algorithm = ... in its section)
            stages = ppo                      | stages: must be a list [ ... ], was "ppo"
            runtime.drills = ["train@x"]      | runtime.drills: must be steps at iterations, such as train-policy@4, was "train@x"; steps here: generate-policy, infer-reference, infer-critic, train-policy, train-critic
            ppo.algorithm = pqo               | ppo.algorithm: no algorithm is called pqo, did you mean ppo?
            """)
    void aWrongValueIsToldWithItsLineAndWhatWouldBeRight(String line, String told) {
        assertEquals("my.conf:2: " + told, my.refusal("include \"ppo\"\n" + line + "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ppo.klx=1                   | ppo.klx: unknown key, did you mean kl?
            seed=x y                    | seed: must be a whole number, was "x y"
            ppo.batch=3000              | ppo.batch: must be at most 2000, since data.prompts has 2000 rows, was 3000
            ppo.batch=1                 | ppo.batch: gives 1 rows an iteration, too few for 2 updates of the policy; raise it or lower passes.updates
            reward.kind=none            | reward.kind: must be given, since stage ppo scores responses: one of learned, lexicon, exact-match, string-match, f1, short-answer, math, gsm8k, multiple-choice, ifeval, think-format, answer-format, regex, task, row-verifier, majority-vote, overlong, repetition, cosine-length, threshold, gate, weighted-sum, judge, code
            reward.lexicon=a.txt        | reward.lexicon: unknown key, known here: kind, parts, normalize, clip
            ppo.clip                    | "ppo.clip" is no override; write key=value, such as seed=7
            =3                          | "=3" is no override; write key=value, such as seed=7
            a..b=3                      | "a..b" is no key; write key=value, such as ppo.clip=0.2
            ppo.sampling.stop=[a        | ppo.sampling.stop: "[a" is no valid HOCON value; close every quote and bracket
            stages=[ppo, ppo]           | stages: names ppo twice; give the second a name of its own, whose section says algorithm = ppo
            policy.model=none           | policy.model: there is no folder FOLDER/none; give the folder with config.json and model.safetensors
            policy.model=.              | policy.model: there is no config.json in FOLDER; give a folder in Hugging Face layout
            policy.model=my.conf        | policy.model: FOLDER/my.conf is no folder; give the folder with config.json and model.safetensors
            data.prompts=none.txt       | data.prompts: FOLDER/none.txt: there is no such file
            ppo.sampling.max-tokens=96  | ppo.sampling: max-tokens = 96 leaves no room for a prompt in policy.new.context = 96; lower the one or raise the other
            """)
    void theCommandLineIsNamedWhereItIsToBlame(String override, String told) {
        String[] lines = my.refusal("include \"ppo\"", override).split("\n");
        String place = told.startsWith("ppo.sampling: ") ? "my.conf" : "command line";
        assertEquals(place + ": " + told, lines[0]);
    }

    @Test
    void anUnknownAlgorithmIsToldWithAllThatThereAre() {
        assertEquals(
                "my.conf:2: stages: no algorithm is called dance, known here: "
                        + String.join(", ", Defaults.algorithms())
                        + " (a stage of another name says algorithm = ... in its section)",
                my.refusal("include \"ppo\"\nstages = [dance]\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            self-refinement.critique.sampling.samples = 2 | self-refinement.critique.sampling.samples: must be 1, since each response is asked about once; was 2
            self-refinement.refinement.template = "{prompt} {response}" | self-refinement.refinement.template: must hold the place {critique}, was "{prompt} {response}"
            alt.feedback.words = [good]                   | alt.feedback.words: must be at least two different texts, from worst to best, none of them blank; were [good]
            alt.feedback { from = policy, best = "" }     | alt.feedback.best: must be given unless from = score, such as best = "This is very good.": the feedback with which the policy is asked in the end
            alt.condition = "{prompt}"                    | alt.condition: must hold the place {feedback}, was "{prompt}"
            conditional-training.controls = [a, a]        | conditional-training.controls: must be at least two different texts, from worst to best, none of them blank; were [a, a]
            best-of-n.sampling.samples = 1                | best-of-n.sampling.samples: must be at least 2, for a best one among them; was 1
            self-consistency.answer = "("                 | self-consistency.answer: is no regular expression: Unclosed group at character 1
            rejection-sampling.most = 0                   | rejection-sampling.most: must be at least 1 with keep = best, was 0: keeping all rejects nothing
            """)
    void aStageSaysWhatItsAlgorithmRefuses(String line, String told) {
        String stage = line.substring(0, Math.min(line.indexOf('.'), line.indexOf(' ')));
        String text = "include \"ppo\"\n" + line + "\nstages = [" + stage + "]\n";
        assertEquals("my.conf:2: " + told, my.refusal(text));
    }

    @Test
    void allProblemsAreToldAtOnceFromTopToBottom() {
        assertEquals("""
                my.conf:2: seed: must be a whole number, was "x"
                my.conf:4: ppo.clip: must be a number, was "high"
                my.conf:5: ppo.klx: unknown key, did you mean kl?
                my.conf:7: runtime.retries: must be at least 0, was -1
                my.conf:8: critic.model: there is no folder FOLDER/critic; give the folder with config.json and model.safetensors\
                """, my.refusal("""
                        include "ppo"
                        seed = x
                        ppo {
                          clip = high
                          klx = 3
                        }
                        runtime.retries = -1
                        critic.model = critic
                        """));
    }

    @Test
    void whatOnlyTheUserCanGiveIsAskedFor() {
        UserError error =
                assertThrows(UserError.class, () -> ExperimentReader.read("stories-ppo", List.of(), my.folder()));
        assertEquals("""
                recipe stories-ppo: policy.model: must be given, such as policy.model=FOLDER with a Hugging Face model, or policy.new { layers = 2 } for a fresh one
                recipe stories-ppo: data.prompts: must be given, since stage ppo answers prompts, such as data.prompts=prompts.jsonl, a text file, or courtesy
                recipe stories-ppo:7: reward.lexicon: must be given, such as reward.lexicon=afinn.json\
                """, error.getMessage());
    }

    @Test
    void stagesGetTheirRows() {
        assertEquals("""
                my.conf: data.demonstrations: must be given, since stage sft imitates them, such as data.demonstrations=demonstrations.jsonl or courtesy
                my.conf: data.pairs: must be given, since stage reward-modelling compares pairs, such as data.pairs=pairs.jsonl or courtesy\
                """, my.refusal("stages = [sft, reward-modelling]\npolicy.new {}"));
    }

    @Test
    void ppoNeedsAReward() {
        assertEquals(
                "my.conf: reward.kind: must be given, since stage ppo scores responses: one of "
                        + "learned, lexicon, exact-match, string-match, f1, short-answer, math, gsm8k,"
                        + " multiple-choice, ifeval, think-format, answer-format,"
                        + " regex, task, row-verifier, majority-vote, overlong, repetition, cosine-length, threshold,"
                        + " gate, weighted-sum, judge, code",
                my.refusal("stages = [ppo]\npolicy.new {}\ndata.prompts = courtesy"));
    }

    @Test
    void aLearnedRewardNeedsARewardModel() {
        assertEquals(
                "my.conf:1: reward.kind: learned needs a reward model, and stage ppo has none; put a stage"
                        + " reward-modelling before it, or give reward-model.model=FOLDER",
                my.refusal("reward.kind = learned\nstages = [ppo]\npolicy.new {}\ndata.prompts = courtesy"));
    }

    @Test
    void theGoldRuleMayNotTeach() {
        String told = "reward.kind: courtesy is the hidden rule that judges and may not teach; use it as gold.kind, and"
                + " reward.kind = learned";
        assertEquals(
                "my.conf:1: " + told,
                my.refusal("reward.kind = courtesy\nstages = [ppo]\npolicy.new {}\ndata.prompts = courtesy"));
        assertEquals(
                "my.conf:1: reward.kind: " + told.substring(told.indexOf("courtesy")),
                my.refusal("reward { kind = weighted-sum, parts = [{ weight = 1, kind = courtesy }] }\n"
                        + "stages = [ppo]\npolicy.new {}\ndata.prompts = courtesy"));
    }

    @Test
    void goldJudgesWithoutANetwork() {
        assertEquals(
                "my.conf:2: gold.kind: may ask no network, so that it judges a reward model from outside; use courtesy,"
                        + " lexicon, or a verifier such as exact-match",
                my.refusal("include \"ppo\"\ngold.kind = learned"));
    }

    @Test
    void aBadLexiconIsToldBeforeAnythingStarts() {
        my.file("words.txt", "good\t3\nbad\n");
        assertEquals(
                "my.conf:2: reward.lexicon: FOLDER/words.txt:2: must be a word, a tab and a weight, was \"bad\"",
                my.refusal("stages = [ppo], policy.new {}, data.prompts = courtesy\n"
                        + "reward { kind = lexicon, lexicon = words.txt }"));
    }

    @Test
    void whatCannotBeFoundIsSuggested() {
        String recipes = ExperimentReader.recipes().stream().map(Recipe::name).collect(Collectors.joining(", "));
        assertEquals(
                "no recipe or file is called quikstart; did you mean quickstart? The recipes are " + recipes,
                refusalOf("quikstart"));
        assertEquals(
                "there is no file none.conf; give a recipe or the path of an experiment file", refusalOf("none.conf"));
    }

    private String refusalOf(String name) {
        return String.valueOf(assertThrows(UserError.class, () -> ExperimentReader.read(name, List.of(), my.folder()))
                .getMessage());
    }
}
