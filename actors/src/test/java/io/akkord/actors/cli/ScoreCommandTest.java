package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {

    @TempDir
    Path here;

    private Typed score(String reward, String rows, String... more) throws IOException {
        Files.writeString(here.resolve("rows.jsonl"), rows);
        var words = new ArrayList<>(List.of("score", reward, "rows.jsonl"));
        words.addAll(List.of(more));
        return Typed.in(here, words.toArray(String[]::new));
    }

    @Test
    void eachRowHasALineAndTheAgreementIsOnStandardError() throws IOException {
        var typed = score("math", """
                {"response": "\\\\boxed{1/2}", "answer": "0.5", "expected": 1}

                {"response": "7", "answer": "8", "expected": true}
                {"response": "7", "answer": "", "expected": null}
                """);
        assertEquals(0, typed.status(), typed.err());
        assertEquals(
                List.of(
                        "{\"line\":1,\"score\":1.0,\"evidence\":\"found 1/2, expected 0.5\",\"agrees\":true}",
                        "{\"line\":3,\"score\":0.0,\"evidence\":\"found 7, expected 8\",\"agrees\":false}",
                        "{\"line\":4,\"score\":null,\"evidence\":\"the label \\\"answer\\\" states no answer: \\\"\\\"\",\"agrees\":true}"),
                typed.out().lines().toList());
        assertEquals("3 rows, 1 unscored, 2 of 3 agree (66.7 %)", typed.err().strip());
    }

    @Test
    void rowsWithoutAnExpectationAgreeWithNothing() throws IOException {
        var typed = score("gsm8k", "{\"response\": \"8\", \"answer\": \"8\"}");
        assertEquals(
                "{\"line\":1,\"score\":1.0,\"evidence\":\"found 8, expected 8\"}",
                typed.out().strip());
        assertEquals("1 row, 0 unscored", typed.err().strip());
    }

    @Test
    void aRowThatLacksAFieldIsToldBeforeAnythingIsPrinted() throws IOException {
        var lacking = score("math", "{\"response\": \"7\", \"answer\": \"7\"}\n{\"response\": \"7\"}\n");
        assertEquals(2, lacking.status());
        assertEquals(
                "akkord: " + here.resolve("rows.jsonl") + ":2: has no field \"answer\", only response",
                lacking.complaint());
        var broken = score("math", "{\"response\": \"7\", \"answer\": \"7\"}\nnope\n");
        assertEquals(2, broken.status());
        assertTrue(broken.complaint().contains("rows.jsonl:2: no valid JSON"), broken.complaint());
        var instructions = score("ifeval", "{\"response\": \"7\"}\n");
        assertTrue(
                instructions.complaint().contains("has no field \"instructions\" or \"instruction_id_list\""),
                instructions.complaint());
    }

    @Test
    void anUnknownRewardIsToldWithTheNearest() throws IOException {
        var typed = score("gsm8", "{\"response\": \"7\", \"answer\": \"7\"}");
        assertEquals(2, typed.status());
        assertEquals("akkord: no reward or file is called gsm8; did you mean gsm8k?", typed.complaint());
    }

    @Test
    @Timeout(60)
    void aHangingVerifierCostsItsRowAlone() throws IOException {
        Files.writeString(here.resolve("slow.conf"), "kind = regex, pattern = \"^((a|aa)*)*\\\\1b$\"");
        var typed = score(
                "slow.conf",
                "{\"response\": \"" + "a".repeat(5000) + "\"}\n{\"response\": \"b\"}\n",
                "--timeout-seconds",
                "0.2");
        assertEquals(0, typed.status(), typed.err());
        var lines = typed.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("{\"line\":1,\"score\":null,"), lines.toString());
        assertTrue(lines.getLast().startsWith("{\"line\":2,\"score\":1.0,"), lines.toString());
    }

    @Test
    @Timeout(60)
    void aHugeAnswerIsScoredInItsTime() throws IOException {
        String huge = "1+(".repeat(3_000_000);
        var typed = score(
                "math",
                "{\"response\": \"\\\\boxed{" + huge + "}\", \"answer\": \"8\"}\n"
                        + "{\"response\": \"8\", \"answer\": \"8\"}\n");
        assertEquals(0, typed.status(), typed.err());
        assertEquals(2, typed.out().lines().count());
        assertTrue(typed.out().lines().toList().getLast().contains("\"score\":1.0"), typed.out());
    }

    @Test
    void responsesToOnePromptAreComparedWithEachOther() throws IOException {
        var typed = score("majority-vote", """
                {"prompt": "2 + 2", "response": "4"}
                {"prompt": "2 + 2", "response": "it is 4"}
                {"prompt": "2 + 2", "response": "5"}
                {"prompt": "5 - 0", "response": "5"}
                """);
        assertEquals(
                List.of(1, 1, 0, 1),
                typed.out()
                        .lines()
                        .map(line -> line.contains("\"score\":1.0") ? 1 : 0)
                        .toList());
    }
}
