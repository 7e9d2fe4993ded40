package io.akkord.rewards.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Verdicts published with other verifiers; some are their faults, so nearly all is enough. */
class MathVectorsTest {

    private static JsonNode cases(String name) throws IOException {
        Path file = Path.of("../../shared/vectors/" + name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + name + " is not beside the project");
        return new ObjectMapper().readTree(file.toFile()).get("cases");
    }

    private static @Nullable Double score(Verifier verifier, String response, String answer) {
        try {
            return verifier.verify(response, Map.of("answer", answer)).score();
        } catch (Unscored e) {
            return null;
        }
    }

    @Test
    void equivalenceAgreesWithFourPublishedSuites() throws IOException {
        var disagreements = new ArrayList<String>();
        int judged = 0;
        for (var row : cases("math_equivalence_all.json")) {
            if (row.has("python_escape_artifact") || row.get("gold").isNull()) {
                continue;
            }
            judged++;
            String gold = row.get("gold").asText();
            String found = row.get("pred").asText();
            double expected = row.get("equal").asBoolean() ? 1 : 0;
            var score = score(new MathAnswer(), found, gold);
            if (score == null || score != expected) {
                disagreements.add(row.get("suite").asText() + " " + expected + ": " + gold + " | " + found);
            }
        }
        double agreement = 1 - (double) disagreements.size() / judged;
        assertTrue(judged > 200, "rows read: " + judged);
        assertTrue(agreement >= 0.95, agreement + " with\n" + String.join("\n", disagreements));
    }

    @Test
    void signedNumbersAreExtractedAsOpenInstructDoes() throws IOException {
        int read = 0;
        for (var each : cases("open_instruct_verifiers.json")) {
            var row = each.get("row");
            if (each.get("test").asText().equals("test_signed_number_extraction")) {
                assertEquals(
                        row.get(3).asDouble(),
                        score(new FinalNumber(), row.get(1).asText(), row.get(2).asText()),
                        row.toString());
                read++;
            } else if (each.get("test").asText().equals("test_latex_normalization")) {
                assertEquals(
                        1.0,
                        score(new MathAnswer(), row.get(0).asText(), row.get(1).asText()),
                        row.toString());
                read++;
            }
        }
        assertTrue(read > 0);
    }

    @Test
    void accuracyIsRewardedAsTrlDoes() throws IOException {
        var wrong = new ArrayList<String>();
        int read = 0;
        for (var each : cases("peer_test_facts.json")) {
            if (!List.of("accuracy_reward", "reasoning_accuracy_reward")
                    .contains(each.get("fn").asText())) {
                continue;
            }
            var inputs = each.get("inputs");
            var reward = each.get("expected").get("reward");
            var score = score(
                    new MathAnswer(),
                    inputs.get("completion").asText(),
                    inputs.get("solution").asText());
            boolean same = reward.isNull() ? score == null : score != null && score == reward.asDouble();
            if (!same) {
                wrong.add(score + " for " + each);
            }
            read++;
        }
        assertTrue(read > 0);
        assertEquals(List.of(), wrong);
    }
}
