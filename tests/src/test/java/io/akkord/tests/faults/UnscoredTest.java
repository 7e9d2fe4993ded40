package io.akkord.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Responses that the reward cannot score are left out of what is learnt; the run goes on and says how many. */
@Timeout(120)
class UnscoredTest {

    private static final int ROWS = 8;
    private static final int ITERATIONS = 3;

    @TempDir
    Path folder;

    @Test
    void theRunGoesOnAndCountsWhatItCouldNotScore() throws IOException {
        RunFolder run = runWithAnswers(5);
        List<JsonNode> metrics = run.lines("metrics.jsonl");
        assertEquals(ITERATIONS, metrics.size());
        for (JsonNode line : metrics) {
            assertEquals(3, line.path("objective/unscored").asDouble());
            assertTrue(line.path("policy/loss").isNumber(), line.toString());
        }
    }

    @Test
    void nothingIsLearntFromAnIterationWithoutAScore() throws IOException {
        RunFolder run = runWithAnswers(0);
        assertEquals(ITERATIONS, run.lines("metrics.jsonl").size());
        assertEquals(
                ROWS,
                run.lines("metrics.jsonl").getLast().path("objective/unscored").asInt());
        assertEquals(
                -1,
                Files.mismatch(
                        run.path().resolve("models/policy/model.safetensors"),
                        run.lastCheckpoint().resolve("model.safetensors")),
                "the policy moved");
    }

    /** Runs on questions of which only so many carry the answer that the reward asks for. */
    private RunFolder runWithAnswers(int answers) throws IOException {
        var lines = new ArrayList<String>();
        for (int row = 0; row < ROWS; row++) {
            String answer = row < answers ? ", \"answer\": \"yes\"" : "";
            lines.add("{\"prompt\": \"Is %d even?\"%s}".formatted(row, answer));
        }
        Path prompts = Files.write(folder.resolve("prompts.jsonl"), lines);
        var run = new RunFolder(folder.resolve("run"));
        TinyRun.complete(
                TinyRun.ppo(
                        "data.prompts=" + prompts,
                        "data.held-out=0",
                        "reward={kind=exact-match}",
                        "ppo.batch=" + ROWS,
                        "ppo.iterations=" + ITERATIONS),
                run.path());
        return run;
    }
}
