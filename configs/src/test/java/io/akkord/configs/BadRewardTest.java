package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user is told of rewards and rows that cannot be; the texts are part of the program. */
class BadRewardTest {

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind = threshold, of { kind = f1 }, at = 2              | reward.at: must lie in (0.0, 1.0], since f1 scores from 0.0 to 1.0, was 2.0
            kind = threshold, of { kind = f1 }, at = 0              | reward.at: must lie in (0.0, 1.0], since f1 scores from 0.0 to 1.0, was 0.0
            kind = threshold, of { kind = overlong, max-tokens = 20, capped = true } | reward.at: must lie in (-1.0, 0.0], since overlong scores from -1.0 to 0.0, was 1.0
            kind = threshold, of { kind = regex, pattern = a, found = 2, otherwise = -2 }, at = 3 | reward.at: must lie in (-2.0, 2.0], since regex scores from -2.0 to 2.0, was 3.0
            kind = threshold                                        | reward.of: must be given, such as reward.of={ kind = f1 }
            kind = threshold, of { kind = f2 }                      | reward.of.kind: must be one of KINDS, was "f2"
            kind = threshold, of = f1                               | reward.of: must be a section { ... }, was "f1"
            kind = gate, of { kind = f1 }                           | reward.when: must be given, such as reward.when={ kind = think-format }
            kind = gate, of { kind = f1 }, when { kind = task }, at = -1 | reward.at: must lie in (0.0, 1.0], since task scores from 0.0 to 1.0, was -1.0
            kind = overlong                                         | reward.max-tokens: must be given, such as reward.max-tokens=256
            kind = overlong, max-tokens = 4                         | reward.buffer: must lie in [1, max-tokens = 4], was 16
            kind = repetition, ngram = 0                            | reward.ngram: must be at least 1, was 0
            kind = repetition, penalty = 1                          | reward.penalty: must be at most 0, was 1.0
            kind = cosine-length, of { kind = f1 }, max-tokens = 0  | reward.max-tokens: must be at least 1, was 0
            kind = majority-vote, answer = number                   | reward.answer: must be one of last-number, last-line, whole-text, was "number"
            kind = string-match, where = tag                        | reward.where: must be one of response, tags, phrase, was "tag"
            kind = row-verifier                                     | reward.verifiers: must be given, such as reward.verifiers=[{ name = short, kind = short-answer }, { name = words, kind = f1 }]
            kind = row-verifier, verifiers = []                     | reward.verifiers: must hold at least one { name, kind }
            kind = row-verifier, verifiers = [{ name = a, kind = learned }] | reward.verifiers: must check responses against their rows, and a is of kind learned
            kind = row-verifier, verifiers = [{ name = a, kind = f1 }, { name = a, kind = f1 }] | reward.verifiers: has two called a
            kind = row-verifier, verifiers = [{ name = words, kind = f1 }], otherwise = word | reward.otherwise: names no verifier, was "word"; did you mean words?
            kind = judge, worth = [1]                               | reward.worth: must name a number for each of the 2 verdicts, has 1
            kind = judge, worth = [1, bad]                          | reward.worth[1]: must be a number, was "bad"
            kind = judge, template = "{prompt}"                     | reward.template: must hold the place {response}, was "{prompt}"
            kind = gate, of { kind = judge }, when { kind = judge, template = "{prompt} {response}" }, at = 0.5 | reward.kind: a reward may ask the judge one question only, and its parts ask two: "Request: {prompt}⏎Reply: {response}⏎Is this reply helpful, yes or no? Answer:" and "{prompt} {response}"
            kind = threshold, of { kind = courtesy }, at = 1        | reward.kind: courtesy is the hidden rule that judges and may not teach; use it as gold.kind, and reward.kind = learned
            """)
    void aRewardThatCannotBeIsToldWithItsLine(String reward, String told) {
        String kinds = "none, learned, lexicon, exact-match, string-match, f1, short-answer, math, gsm8k,"
                + " multiple-choice, ifeval, think-format, answer-format,"
                + " regex, task, row-verifier, majority-vote, overlong, repetition, cosine-length, threshold, gate,"
                + " weighted-sum, judge, code, courtesy";
        assertEquals(
                "my.conf:2: " + told.replace("KINDS", kinds).replace("⏎", "\\n"),
                my.refusal("stages = [ppo], policy.new {}, data.prompts = courtesy\nreward { " + reward + " }\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            digits = 0          | digits: must lie in [1, 9], was 0
            errors = 2          | errors: must lie in [0, 1], was 2.0
            operators = ["/"]   | operators: must be some of "+", "-" and "*", each once, were [/]
            hole = 3            | hole: unknown key, did you mean holes?
            """)
    void aKnobOutsideItsRangeIsToldWithItsLine(String knob, String told) {
        assertEquals("my.conf:2: data.task." + told, my.refusal("include \"ppo\"\ndata.task." + knob + "\n"));
    }

    @Test
    void aVerifierThatARowMakesUpIsToldWithItsRow() {
        my.file("rows.jsonl", """
                {"prompt": "a", "verifier": "words"}
                {"prompt": "b", "verifier": "wrods"}
                """);
        String rows =
                "stages = [ppo], policy.new {}, ppo { batch = 2, passes.updates = 1 }\ndata.prompts = rows.jsonl\n";
        assertEquals(
                "my.conf:2: data.prompts: row 2 names a verifier \"wrods\" that is not there (did you mean words?), by"
                        + " which reward.kind = row-verifier checks it",
                my.refusal(rows + "reward { kind = row-verifier, verifiers = [{ name = words, kind = f1 }] }"));
        assertEquals(
                "my.conf:2: data.prompts: row 1 names a verifier \"words\" that is not there (known here: arithmetic,"
                        + " word-sorting, countdown, sudoku), by which gold.kind = task checks it",
                my.refusal(rows + "reward { kind = f1 }, gold.kind = task"));
    }

    @Test
    void aRowWithoutAVerifierIsToldUnlessThereIsAnother() {
        my.file("rows.jsonl", "{\"prompt\": \"a\", \"verifier\": \"words\"}\n{\"prompt\": \"b\"}\n");
        String rows = "stages = [ppo], policy.new {}, ppo { batch = 1, passes.updates = 1 }\n"
                + "data { prompts = rows.jsonl, held-out = 1 }\n"
                + "reward { kind = row-verifier, verifiers = [{ name = words, kind = f1 }] }\n";
        assertEquals(
                "my.conf:2: data.prompts: row 2 has no field \"verifier\", by which reward.kind = row-verifier checks it",
                my.refusal(rows));
        assertEquals(
                2,
                my.experiment(rows + "reward.otherwise = words")
                        .reward()
                        .source()
                        .all()
                        .count());
        assertEquals(
                "my.conf: data.prompts: row 1 has no field \"verifier\", by which reward.kind = task checks it",
                my.refusal("include \"ppo\"\nreward.kind = task").replaceFirst("recipe ppo(:\\d+)?", "my.conf"));
    }

    @Test
    void aWorldThatIsMisspeltIsGuessed() {
        assertEquals(
                "my.conf:2: data.prompts: FOLDER/aritmetic: there is no such file; did you mean the generated world"
                        + " arithmetic?",
                my.refusal("include \"ppo\"\ndata.prompts = aritmetic"));
    }
}
