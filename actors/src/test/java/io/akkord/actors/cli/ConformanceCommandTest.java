package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.configs.conformance.Judgement;
import io.akkord.configs.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceCommandTest {

    private static final Path SHARED = Path.of("../../shared").toAbsolutePath().normalize();

    @TempDir
    Path here;

    private static List<String> lines(Typed typed) {
        return typed.out().lines().toList();
    }

    @Test
    void theLastLineIsTheTotalAndAFailureIsStatusOne() throws IOException {
        Files.writeString(here.resolve("a.json"), """
                {"cases": [
                  {"fn": "rm_pairwise", "inputs": {"chosen": [0], "rejected": [0], "margin": null}, "expected": {"loss": 0.6931471805599453}},
                  {"fn": "rm_pairwise", "inputs": {"chosen": [0], "rejected": [0], "margin": null}, "expected": {"loss": 0.7}},
                  {"fn": "unheard_of", "inputs": {}, "expected": {}}
                ]}
                """);
        var typed = Typed.in(here, "conformance", ".");
        assertEquals(1, typed.status(), typed.err());
        assertTrue(lines(typed).contains("rm_pairwise 1 1 0"), typed.out());
        assertTrue(lines(typed).contains("unheard_of 0 0 1"), typed.out());
        assertEquals("total 1 1 1", lines(typed).getLast());
    }

    @Test
    void aFolderWithoutVectorsIsToldInOneSentence() throws IOException {
        assertTrue(Typed.in(here, "conformance", "nowhere").complaint().contains("nowhere is no folder"));
        assertTrue(Typed.in(here, "conformance", ".").complaint().contains("holds no vector file"));
        Files.writeString(here.resolve("a.json"), "{\n\"cases\": [}");
        var typed = Typed.in(here, "conformance", ".");
        assertEquals(2, typed.status());
        assertTrue(typed.complaint().contains("a.json:2: no valid JSON"), typed.complaint());
    }

    @Test
    void aModelSaysWhatWasPublishedOfIt() throws IOException {
        Path published = SHARED.resolve("vectors/stories260K_reference.json");
        Assumptions.assumeTrue(
                Files.exists(published), "the small pretrained model lies in ../shared, which is not here");
        Files.copy(published, here.resolve("any-name.json"));
        var without = Typed.in(here, "conformance", ".");
        assertEquals(0, without.status());
        assertEquals("total 0 0 3", lines(without).getLast());
        var with = Typed.in(
                here,
                "conformance",
                ".",
                "--model",
                SHARED.resolve("models/stories260K").toString());
        assertEquals(0, with.status(), with.out());
        assertEquals("total 14 0 0", lines(with).getLast());
    }

    @ParameterizedTest
    @CsvSource({"qwen3, Qwen, 12", "gpt2, gpt2, 26"})
    void tokenizersBesideTheVectorsGiveThePublishedIds(String folder, String model, int cases) {
        Assumptions.assumeTrue(
                Files.isDirectory(SHARED.resolve("tokenizers").resolve(folder)),
                "the tokenizers lie in ../shared, which is not here");
        try (var suite = new TokenizerSuite(null, SHARED.resolve("tokenizers"))) {
            var file = VectorFile.readAll(SHARED.resolve("vectors")).stream()
                    .filter(one -> one.name().startsWith("transformersjs"))
                    .findFirst()
                    .orElseThrow();
            var judged = file.cases().stream()
                    .filter(one -> one.whole().get("model").text().contains(model))
                    .flatMap(one -> suite.run(one).stream())
                    .toList();
            assertEquals(cases, judged.size());
            assertTrue(judged.stream().allMatch(one -> one.status() == Judgement.Status.PASSED), judged.toString());
        }
    }
}
