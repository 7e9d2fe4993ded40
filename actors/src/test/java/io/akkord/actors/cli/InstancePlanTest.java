package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancePlanTest {

    private static final Path INSTANCES =
            Path.of("../../shared/planner/instances").toAbsolutePath().normalize();

    /** Generation on all devices and training on half of them: 60 + 2 * 3 + 80 + 2 * 5 is less than 100 + 80. */
    private static final String INSTANCE = """
            {"format": "rlhf-plan-instance/1",
             "cluster": {"n_nodes": 1, "gpus_per_node": 8, "gpu_mem": 8589934592},
             "meshes": [["n00:0-3", 0, 4], ["n00", 0, 8]],
             "rpcs": [{"name": "gen", "model": "actor", "kind": "GENERATE", "size": 7},
                      {"name": "train", "model": "actor", "kind": "TRAIN_STEP", "size": 7}],
             "edges": [["gen", "train"]],
             "options": {"gen": [[0, 2, 1, 2, 100000000, 3221225472, 0], [1, 1, 8, 1, 60000000, 3221225472, 0]],
                         "train": [[0, 2, 1, 2, 80000000, 4294967296, 0]]},
             "realloc_us": {"7,1,8,1,2,1,2": 3000000, "7,2,1,2,1,8,1": 5000000},
             "heuristic": {"gen": [0, 2, 1, 2], "train": [0, 2, 1, 2]}}
            """;

    @TempDir
    Path here;

    private JsonNode json(String... arguments) throws IOException {
        var typed = Typed.in(here, arguments);
        assertEquals(0, typed.status(), typed.err());
        assertEquals(1, typed.out().lines().count(), typed.out());
        return new ObjectMapper().readTree(typed.out());
    }

    @Test
    void aPlanIsOneLineOfJson() throws IOException {
        Files.writeString(here.resolve("small.json"), INSTANCE);
        JsonNode line = json("plan", "--instance", "small.json", "--json");
        assertEquals(
                "{\"gen\":[1,1,8,1],\"train\":[0,2,1,2]}", line.path("plan").toString());
        assertEquals(156, line.path("seconds_per_iteration").doubleValue());
        assertEquals(156, line.path("lower_bound").doubleValue());
        assertTrue(line.path("proved").booleanValue());
        assertTrue(line.path("search_seconds").isNumber());
    }

    @Test
    void forPeopleItIsATableBesideTheHeuristic() throws IOException {
        Files.writeString(here.resolve("small.json"), INSTANCE);
        var typed = Typed.in(here, "plan", "--instance", "small.json");
        assertEquals(0, typed.status(), typed.err());
        assertTrue(typed.out().contains("gen                  0-7         1 x 8 x 1"), typed.out());
        assertTrue(typed.out().contains("156.00 s an iteration, proved the best"), typed.out());
        assertTrue(typed.out().contains("The heuristic plan takes 180.00 s: -13.3 %"), typed.out());
    }

    @Test
    void whatNeverFitsIsSaid() throws IOException {
        Files.writeString(here.resolve("small.json"), INSTANCE.replace("8589934592", "4000000000"));
        var typed = Typed.in(here, "plan", "--instance", "small.json");
        assertTrue(typed.out().contains("It does not fit in the devices' memory"), typed.out());
    }

    @Test
    void aPlanWithoutABaselineStandsAlone() throws IOException {
        Files.writeString(here.resolve("small.json"), INSTANCE.replace("\"heuristic\"", "\"other\""));
        var typed = Typed.in(here, "plan", "--instance", "small.json");
        assertTrue(!typed.out().contains("heuristic"), typed.out());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "--seconds,     0,    '--seconds must be a positive number, was 0.0'",
        "--seconds,     NaN,  '--seconds must be a positive number, was NaN'",
        "--evaluations, 0,    '--evaluations must be a positive number, was 0'",
        "--seconds,     soon, 'invalid value for option'",
    })
    void aSenselessLimitIsToldInOneSentence(String option, String value, String told) throws IOException {
        Files.writeString(here.resolve("small.json"), INSTANCE);
        var typed = Typed.in(here, "plan", "--instance", "small.json", option, value);
        assertEquals(2, typed.status());
        assertTrue(typed.complaint().contains(told), typed.complaint());
    }

    @Test
    void aBrokenFileIsToldInOneSentence() throws IOException {
        Files.writeString(here.resolve("small.json"), INSTANCE.replace("\"gen\", \"train\"", "\"gen\", \"tune\""));
        var typed = Typed.in(here, "plan", "--instance", "small.json", "--json");
        assertEquals(2, typed.status());
        assertTrue(typed.complaint().endsWith("edges[0][1] names the unknown call tune; there are gen, train"));
        assertEquals(1, typed.complaint().lines().count());
    }

    /** What ReaL found in 120 seconds; evaluations and not seconds, so that a slow machine finds it too. */
    @ParameterizedTest(name = "{0}: {1} s at most")
    @CsvSource({
        "a7c7n1b128g896,  38.478",
        "a7c7n2b128g896,  28.955",
        "a34c7n4b256g384, 33.186",
        "a70c7n8b128g896, 82.72",
    })
    void publishedInstancesAreSolvedAsWellAsTheirAuthorsDid(String name, double seconds) throws IOException {
        Path file = INSTANCES.resolve(name + ".json");
        assumeTrue(Files.exists(file), "the instances lie in ../shared, which is not here");
        JsonNode line =
                json("plan", "--instance", file.toString(), "--json", "--evaluations", "1200000", "--seconds", "600");
        double found = line.path("seconds_per_iteration").doubleValue();
        assertTrue(found <= seconds, found + " s");
        assertTrue(line.path("lower_bound").doubleValue() > 0.9 * found, line.toString());
    }
}
