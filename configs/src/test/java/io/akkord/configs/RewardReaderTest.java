package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardReaderTest {

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    private Verifier verifier(String kindOrFile) {
        return (Verifier) RewardReader.read(kindOrFile, my.folder()).reward();
    }

    private String refusal(String kindOrFile) {
        return String.valueOf(assertThrows(UserError.class, () -> RewardReader.read(kindOrFile, my.folder()))
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "math            | It is \\boxed{\\frac12}. | 0.5 | 1",
                "math            | It is \\boxed{2}.        | 0.5 | 0",
                "gsm8k           | so 7 apples, no: 8       | 8   | 1",
                "gsm8k           | so 8 apples, no: 7       | 8   | 0",
                "multiple-choice | The answer is (B).       | B   | 1",
                "multiple-choice | The answer is (C).       | B   | 0"
            })
    void verifiersAreReadByTheirName(String kind, String response, String answer, double score) throws Unscored {
        assertEquals(
                score, verifier(kind).verify(response, Map.of("answer", answer)).score());
    }

    @Test
    void instructionsComeInThreeShapes() throws Unscored {
        Verifier ifeval = verifier("ifeval");
        var flat = Map.of("instructions", """
                [{"id": "keywords:existence", "keywords": ["tea"]}, {"id": "punctuation:no_comma"}]""");
        var nested = Map.of("instructions", """
                [{"id": "keywords:existence", "kwargs": {"keywords": ["tea"]}}, {"id": "punctuation:no_comma"}]""");
        var official = Map.of(
                "instruction_id_list", "[\"keywords:existence\", \"punctuation:no_comma\"]",
                "kwargs", "[{\"keywords\": [\"tea\"], \"num_words\": null}, {}]");
        for (Map<String, String> row : Set.of(flat, nested, official)) {
            assertEquals(1, ifeval.verify("tea please", row).score(), row.toString());
            assertEquals(0.5, ifeval.verify("tea, please", row).score(), row.toString());
        }
    }

    @Test
    void oneMissedInstructionMayCostEverything() throws Unscored {
        my.file("strict.conf", "reward { kind = ifeval, all-or-nothing = true, strictness = loose }");
        var row = Map.of("instructions", "[{\"id\": \"punctuation:no_comma\"}, {\"id\": \"startend:quotation\"}]");
        assertEquals(0, verifier("strict.conf").verify("tea", row).score());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{\"id\": \"punctuation:no_comma\"} | must be a list such as",
                "[{\"name\": \"punctuation:no_comma\"}] | each instruction needs an \"id\"",
                "[ | no valid JSON"
            })
    void unreadableInstructionsLeaveTheRowUnscored(String label, String why) {
        var unscored = assertThrows(
                Unscored.class, () -> verifier("ifeval").verify("tea", Map.of("instructions", label.strip())));
        assertTrue(String.valueOf(unscored.getMessage()).contains(why), unscored.getMessage());
    }

    @Test
    void rowsMayChooseAmongTheNewVerifiers() throws Unscored {
        my.file("rows.conf", """
                kind = row-verifier
                verifiers = [{ name = gsm, kind = gsm8k }, { name = if, kind = ifeval }, { name = hard, kind = math, label = solution }]
                """);
        Verifier rows = verifier("rows.conf");
        assertEquals(
                1,
                rows.verify("8", Map.of(RowVerifier.LABEL, "gsm", "answer", "8"))
                        .score());
        assertEquals(
                1,
                rows.verify("8", Map.of(RowVerifier.LABEL, "hard", "solution", "8.0"))
                        .score());
    }

    @Test
    void anExperimentsRewardIsReadAlone() {
        my.file("words.json", "{\"good\": 3}");
        my.file("sub/my.conf", "stages = [ppo], policy.new {}\nreward { kind = lexicon, lexicon = ../words.json }");
        assertEquals(
                "lexicon",
                RewardReader.read("sub/my.conf", my.folder()).source().kind());
    }

    @Test
    void whatCannotBeReadIsRefusedInOneSentence() {
        assertEquals("no reward or file is called mathh; did you mean math?", refusal("mathh"));
        assertEquals("learned scores no text by itself; take a verifier, such as math or ifeval", refusal("learned"));
        my.file("empty.conf", "seed = 1");
        assertTrue(refusal("empty.conf").contains("has no section reward { kind = ... }"), refusal("empty.conf"));
        my.file("typo.conf", "reward { kind = math, lable = x }");
        assertTrue(refusal("typo.conf").contains("typo.conf:1"), refusal("typo.conf"));
    }

    @Test
    void theFieldsThatRowsNeedAreThoseOfAllParts() {
        my.file("sum.conf", """
                reward { kind = weighted-sum, parts = [
                  { weight = 1, kind = math, label = solution }
                  { weight = 1, kind = ifeval }
                  { weight = 1, kind = repetition }
                ] }
                """);
        assertEquals(
                Set.of("solution", "instructions|instruction_id_list", "ids"),
                RewardReader.fields(RewardReader.read("sum.conf", my.folder())));
    }
}
