package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {

    @TempDir
    Path here;

    private void write(String... rows) throws IOException {
        Files.writeString(
                here.resolve("rows.csv"),
                "case,actor_B,ref_B,critic_B,reward_B,n_gpus,batch,prompt_len,gen_len,system,sec_per_iter\n"
                        + String.join("\n", rows));
    }

    @Test
    void aLineOfJsonHasTheRowAndWhatWeSayOfIt() throws IOException {
        write("Mine,7,7,7,7,8,64,128,128,ReaL-Heuristic,12.5", "Mine,7,7,7,7,8,64,128,128,OpenRLHF,");
        var typed = Typed.in(here, "predict", "rows.csv", "--json");
        assertEquals(0, typed.status(), typed.err());
        List<String> lines = typed.out().lines().toList();
        assertEquals(2, lines.size());
        JsonNode known = new ObjectMapper().readTree(lines.get(0));
        assertEquals("Mine", known.get("case").textValue());
        assertEquals(64, known.get("batch").intValue());
        assertEquals(12.5, known.get("published").doubleValue());
        assertEquals(
                known.get("predicted").doubleValue() / 12.5 - 1,
                known.get("error").doubleValue(),
                1e-12);
        JsonNode unknown = new ObjectMapper().readTree(lines.get(1));
        for (String column : List.of("sec_per_iter", "predicted", "published", "error")) {
            assertTrue(unknown.get(column).isNull(), column);
        }
    }

    @Test
    void aTableForPeopleAlignsAndEndsWithTheMeanError() throws IOException {
        write("Mine,7,7,7,7,8,64,128,128,ReaL-Heuristic,12.5", "Mine,7,7,7,7,8,64,128,128,ReaL,10");
        var typed = Typed.in(here, "predict", "rows.csv");
        assertEquals(0, typed.status(), typed.err());
        assertEquals(1, typed.out().lines().map(String::length).distinct().count(), () -> "ragged:\n" + typed.out());
        assertTrue(typed.out().contains("12.50"), typed.out());
        assertTrue(typed.err().startsWith("mean absolute error "), typed.err());
    }

    @Test
    void aFaultIsOneSentenceAndStatusTwo() throws IOException {
        write("Mine,7,7,7,seven,8,64,128,128,ReaL-Heuristic,12.5");
        var typed = Typed.in(here, "predict", "rows.csv");
        assertEquals(2, typed.status());
        assertTrue(
                typed.complaint()
                        .contains(
                                "rows.csv:2: column reward_B must be a whole number from 1 to 100000000, was \"seven\""),
                typed.complaint());
        assertTrue(Typed.in(here, "predict", "nowhere.csv").complaint().contains("there is no such file"));
    }
}
