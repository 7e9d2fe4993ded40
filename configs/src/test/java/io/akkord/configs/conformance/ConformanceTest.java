package io.akkord.configs.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.configs.conformance.Judgement.Status;
import io.akkord.configs.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {

    private static final Path SHARED = Path.of("../../shared/vectors");

    @TempDir
    Path folder;

    private ConformanceReport run(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return new Conformance(List.of()).run(VectorFile.readAll(folder));
    }

    private static String last(ConformanceReport report) {
        return report.lines().getLast();
    }

    @Test
    void publishedVectorsAgree() {
        Assumptions.assumeTrue(Files.isDirectory(SHARED), "the published vectors lie in ../shared, which is not here");
        ConformanceReport report = new Conformance(List.of()).run(VectorFile.readAll(SHARED));
        assertEquals(0, report.count(Status.FAILED), String.join("\n", report.lines()));
        assertTrue(report.count(Status.PASSED) >= 1150, last(report));
    }

    @Test
    void nearlyAllLossesAdvantagesAndKlAreRun() {
        Assumptions.assumeTrue(Files.isDirectory(SHARED), "the published vectors lie in ../shared, which is not here");
        var numeric = Set.of(
                "verl_core_algos.json",
                "openrlhf_losses.json",
                "trl_losses.json",
                "peer_test_facts.json",
                "golden.json");
        List<ConformanceReport.Result> results = new Conformance(List.of())
                .run(VectorFile.readAll(SHARED)).results().stream()
                        .filter(result -> numeric.contains(result.file()))
                        .toList();
        List<String> neither =
                List.of("high_entropy_mask", "truncate_at_first_stop", "entropy_from_logits", "logprobs_from_logits");
        results = results.stream()
                .filter(result -> !neither.contains(result.judgement().function()))
                .toList();
        long passed = results.stream()
                .filter(result -> result.judgement().status() == Status.PASSED)
                .count();
        assertTrue(passed >= 0.95 * results.size(), passed + " of " + results.size());
    }

    @Test
    void aWrongGradientFails() throws IOException {
        ConformanceReport report = run("a.json", """
                {"cases": [{"fn": "kl", "inputs": {"estimator": "K2", "logprobs": [[-1, -2]], "ref_logprobs": [[-2, -2]]},
                            "expected": {"kl": [[0.5, 0]], "grad": [[1.00001, 0]]}}]}
                """);
        assertEquals("total 0 1 0", last(report));
        assertTrue(
                report.lines().contains("  kl: grad[0][0]: expected 1.00001, ours is 1.0 (a.json#1)"),
                report.lines().toString());
    }

    @Test
    void aCaseMaySayItsOwnTolerance() throws IOException {
        assertEquals("total 1 0 0", last(run("a.json", """
                {"cases": [{"fn": "kl", "tol": 0.001, "inputs": {"estimator": "K1", "logprobs": [[-1]], "ref_logprobs": [[-2]]},
                            "expected": {"kl": [[1.0009]]}}]}
                """)));
    }

    @Test
    void whatIsNotANumberIsItself() throws IOException {
        assertEquals("total 2 1 0", last(run("a.json", """
                {"cases": [
                  {"fn": "kl", "inputs": {"estimator": "K1", "logprobs": [["-inf"]], "ref_logprobs": [[0]]}, "expected": {"kl": [[-Infinity]]}},
                  {"fn": "kl", "inputs": {"estimator": "K1", "logprobs": [[NaN]], "ref_logprobs": [[0]]}, "expected": {"kl": [["nan"]]}},
                  {"fn": "kl", "inputs": {"estimator": "K1", "logprobs": [[NaN]], "ref_logprobs": [[0]]}, "expected": {"kl": [[0]]}}
                ]}
                """)));
    }

    @Test
    void whatWeDoNotHaveIsSkippedWithItsReason() throws IOException {
        ConformanceReport report = run("a.json", """
                {"cases": [
                  {"fn": "warp_drive", "inputs": {}, "expected": {}},
                  {"fn": "kl", "inputs": {"estimator": "K1", "logprobs": [[-1]]}, "expected": {"kl": [[1]]}},
                  {"fn": "dpo:sigmoid", "inputs": {"policy_chosen": [-1], "policy_rejected": [-2], "ref_chosen": [-1],
                   "ref_rejected": [-1], "beta": 0.1, "f_divergence": "hellinger"}, "expected": {"loss": 1}},
                  {"colour": "red"}
                ]}
                """);
        assertEquals("total 0 0 4", last(report));
        List<String> lines = report.lines();
        assertTrue(lines.contains("  warp_drive: no function of ours computes this (a.json#1)"), lines.toString());
        assertTrue(lines.contains("  kl: says nothing of ref_logprobs (a.json#2)"), lines.toString());
        assertTrue(
                lines.contains("  dpo:sigmoid: the divergence hellinger is none of ours (a.json#3)"), lines.toString());
        assertTrue(lines.contains("  unnamed: a case of a kind that we do not read (a.json#4)"), lines.toString());
    }

    @Test
    void aFileWithoutCasesIsSkipped() throws IOException {
        ConformanceReport report = run("notes.json", "{\"title\": \"none\"}");
        assertEquals("total 0 0 1", last(report));
        assertTrue(report.lines().contains("  notes.json: the file holds no cases (notes.json)"));
    }

    @Test
    void fewDifferingVerdictsAreSkippedAndManyFail() throws IOException {
        String right = "{\"gold\": \"1\", \"pred\": \"1\", \"equal\": true}";
        String wrong = "{\"gold\": \"1\", \"pred\": \"2\", \"equal\": true}";
        String few = "{\"cases\": [" + (right + ", ").repeat(19) + wrong + "]}";
        assertEquals("total 19 0 1", last(run("a.json", few)));
        String many = "{\"cases\": [" + (right + ", ").repeat(18) + wrong + "]}";
        ConformanceReport report = run("a.json", many);
        assertEquals("total 18 1 0", last(report));
        assertTrue(
                report.lines()
                        .contains("agreement: math_equivalence of a.json, 18 of 19 (94.7 %), at least 95 % asked;"
                                + " differences fail only below that"),
                report.lines().toString());
    }

    @Test
    void theSmoothingThatThePeerForgetsIsNotAsked() throws IOException {
        assertEquals("total 1 0 0", last(run("a.json", """
                {"cases": [{"fn": "dpo:sigmoid", "inputs": {"policy_chosen": [-1], "policy_rejected": [-1], "ref_chosen": [-1],
                            "ref_rejected": [-2], "beta": 2, "label_smoothing": 0.1}, "expected": {"loss": 2.1269280110429727}}]}
                """)));
    }

    @Test
    void theRawScoreOfAGroupOfOneIsNotCopied() throws IOException {
        ConformanceReport report = run("a.json", """
                {"cases": [{"fn": "rloo", "inputs": {"rewards": [[0], [0], [0]], "scores": [1, 3, 7], "mask": [[1], [1], [1]],
                            "group": [0, 0, 1]}, "expected": {"advantages": [[-2], [2], [7]]}}]}
                """);
        assertEquals("total 1 0 0", last(report));
        assertTrue(
                report.lines().toString().contains("rows in a group of one were left out"),
                report.lines().toString());
    }
}
