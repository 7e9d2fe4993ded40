package io.akkord.configs.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.placement.instance.InstanceProblem;
import io.akkord.placement.instance.PlanInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceFileTest {

    private static final String GOOD = """
            {"format": "rlhf-plan-instance/1",
             "cluster": {"n_nodes": 1, "gpus_per_node": 8, "gpu_mem": 1000},
             "meshes": [["n00:0-3", 0, 4], ["n00", 0, 8]],
             "rpcs": [{"name": "gen", "model": "actor", "kind": "GENERATE", "size": 7},
                      {"name": "train", "model": "actor", "kind": "TRAIN_STEP", "size": 7}],
             "edges": [["gen", "train"]],
             "epochs": 5,
             "options": {"gen": [[0, 1, 4, 1, 100, 300, 200], [1, 1, 8, 1, 60, 300, 200]],
                         "train": [[1, 2, 4, 1, 80, 500, 400]]},
             "realloc_us": {"7,1,4,1,2,4,1": 3, "7,2,4,1,1,4,1": 5},
             "heuristic": {"gen": [1, 1, 8, 1], "train": [1, 2, 4, 1]}}
            """;

    @TempDir
    Path here;

    private PlanInstance read(String text) throws IOException {
        return InstanceFile.read(Files.writeString(here.resolve("some.json"), text));
    }

    private String complaint(String text) {
        String message =
                String.valueOf(assertThrows(UserError.class, () -> read(text)).getMessage());
        assertTrue(message.startsWith(here.resolve("some.json").toString()), message);
        return message.substring(here.toString().length() + 1);
    }

    @Test
    void aPlanIsPricedByWhatTheFileSays() throws IOException {
        PlanInstance instance = read(GOOD);
        var price = new InstanceProblem(instance).price();
        assertEquals(5 * (100 + 2 * 3 + 80 + 2 * 5), price.of(new int[] {0, 0}, Double.POSITIVE_INFINITY));
        assertEquals(List.of(1, 0), instance.heuristic());
        assertEquals(
                5 * (60 + 80), new InstanceProblem(instance).heuristicMicros().orElseThrow());
    }

    @Test
    void whatMayBeMissingMayBeMissing() throws IOException {
        PlanInstance instance = read(GOOD.replace("\"epochs\"", "\"comment\"")
                .replace("\"realloc_us\"", "\"other\"")
                .replace("\"heuristic\"", "\"more\""));
        assertEquals(5, instance.epochs());
        assertEquals(List.of(), instance.heuristic());
        assertEquals(5 * 180, new InstanceProblem(instance).price().of(new int[] {0, 0}, Double.POSITIVE_INFINITY));
    }

    @Test
    void aBaselineThatIsNoOptionIsNoBaseline() throws IOException {
        assertEquals(
                List.of(),
                read(GOOD.replace("\"gen\": [1, 1, 8, 1]", "\"gen\": [1, 8, 1, 1]"))
                        .heuristic());
        assertEquals(
                List.of(),
                read(GOOD.replace("\"gen\": [1, 1, 8, 1]", "\"gen\": 7")).heuristic());
    }

    @Test
    void ofRowsForOneOptionTheLastOneHolds() throws IOException {
        PlanInstance instance = read(GOOD.replace("[1, 1, 8, 1, 60, 300, 200]", "[0, 1, 4, 1, 60, 300, 200]"));
        assertEquals(1, instance.calls().get(0).options().size());
        assertEquals(60, instance.calls().get(0).options().get(0).micros());
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            "rlhf-plan-instance/1" | "other/2"                       | format must be "rlhf-plan-instance/1", was "other/2"
            "format"               | "form"                          | the file has no key "format"
            "gpu_mem"              | "memory"                        | cluster has no key "gpu_mem"
            "gpu_mem": 1000        | "gpu_mem": 0                    | cluster.gpu_mem must be a whole number from 1
            "n_nodes": 1           | "n_nodes": -1                   | cluster.n_nodes must be a whole number from 1
            "epochs": 5            | "epochs": 0                     | epochs must be a whole number from 1 to 10000, was 0
            ["n00", 0, 8]          | ["n00", 4, 8]                   | meshes[1] lies outside the cluster, which has the devices 0 to 7
            ["n00", 0, 8]          | ["n00", 0, 0]                   | meshes[1][2] must be a whole number from 1
            ["n00", 0, 8]          | ["n00", 0]                      | meshes[1] must be [name, first_gpu, n_gpus], was ["n00",0]
            "kind": "GENERATE"     | "kind": "DREAM"                 | rpcs[0].kind must be GENERATE, INFERENCE or TRAIN_STEP, was DREAM
            "name": "gen",         | "nom": "gen",                   | rpcs[0] has no key "name"
            "name": "gen",         | "name": "train",                | rpcs[1] is a second call of the name train
            "kind": "TRAIN_STEP", "size": 7 | "kind": "TRAIN_STEP"   | rpcs[1] has no key "size"
            ["gen", "train"]       | ["gen", "train"], ["train", "gen"] | edges form a cycle through gen
            ["gen", "train"]       | ["gen", "gen"]                  | edges form a cycle through gen
            ["gen", "train"]       | ["gen", "tune"]                 | edges[0][1] names the unknown call tune; there are gen, train
            "options": {"gen"      | "options": {"generate"          | options has no key "gen"
            [[1, 2, 4, 1, 80, 500, 400]] | []                        | options.train must hold at least one option
            [1, 2, 4, 1, 80, 500, 400] | [2, 2, 4, 1, 80, 500, 400]  | options.train[0][0] must be a whole number from 0 to 1, was 2
            [1, 2, 4, 1, 80, 500, 400] | [1, 0, 4, 1, 80, 500, 400]  | options.train[0][1] must be a whole number from 1
            [1, 2, 4, 1, 80, 500, 400] | [1, 2, 4, 1, -80, 500, 400] | options.train[0][4] must be a whole number from 0
            [1, 2, 4, 1, 80, 500, 400] | [1, 2, 4, 1, 80.5, 500, 400] | options.train[0][4] must be a whole number from 0
            [1, 2, 4, 1, 80, 500, 400] | [1, 2, 4, 1, 80, 500, 501]  | options.train[0][6] must be a whole number from 0 to 500, was 501
            [1, 2, 4, 1, 80, 500, 400] | [1, 2, 4, 1, 80, 500]       | options.train[0] must be [mesh, pp, tp, dp, time_us, mem_bytes, static_mem_bytes]
            [1, 2, 4, 1, 80, 500, 400] | [1, 2, 4, 1, 9007199254740992, 500, 400] | the file holds times that add up to over 285 years
            "7,1,4,1,2,4,1": 3     | "7,1,4,1,2,4": 3                | realloc_us["7,1,4,1,2,4"] must have a key "size,pp,tp,dp,pp,tp,dp"
            "7,1,4,1,2,4,1": 3     | "7,1,4,1,2,4,x": 3              | must have a key "size,pp,tp,dp,pp,tp,dp" of whole numbers
            "7,1,4,1,2,4,1": 3     | "7,1,4,1,2,4,1": "soon"         | realloc_us["7,1,4,1,2,4,1"] must be a whole number from 0
            """)
    void whatIsWrongIsSaidWithItsPlace(String good, String bad, String told) {
        String text = GOOD.replace(good, bad);
        assertTrue(!text.equals(GOOD), "nothing was replaced");
        assertTrue(complaint(text).contains("some.json: ") && complaint(text).contains(told), complaint(text));
    }

    @Test
    void brokenJsonIsToldWithItsLine() {
        assertTrue(complaint(GOOD.replace("\"edges\"", "edges")).startsWith("some.json:6: no valid JSON"));
        assertTrue(complaint("[1]").endsWith("some.json: the file must be one JSON object"));
        assertTrue(complaint("").contains("must be one JSON object"));
    }

    @Test
    void anAbsentFileIsTold() {
        Path absent = here.resolve("absent.json");
        String message =
                assertThrows(UserError.class, () -> InstanceFile.read(absent)).getMessage();
        assertEquals(absent + ": there is no such file", message);
    }
}
