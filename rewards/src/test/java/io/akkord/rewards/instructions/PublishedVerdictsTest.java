package io.akkord.rewards.instructions;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Our verdicts against those of the official checkers, on the responses and cases that their projects published. */
class PublishedVerdictsTest {

    private static final Path VECTORS = Path.of("../../shared/vectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How many verdicts were compared, and which of them differ. */
    private static final class Agreement {

        private final List<String> differences = new ArrayList<>();
        private int compared;

        void compare(String what, boolean official, boolean ours) {
            compared++;
            if (official != ours) {
                differences.add(what + ": official " + official + ", ours " + ours);
            }
        }

        void assertAtLeast(double share) {
            double agreed = 1 - differences.size() / (double) compared;
            assertTrue(
                    compared > 0 && agreed >= share,
                    () -> "%d of %d verdicts differ:%n%s"
                            .formatted(differences.size(), compared, String.join("\n", differences)));
        }
    }

    @Test
    void strictVerdictsOfIfevalAreReproduced() throws IOException {
        ifeval("strict", Strictness.STRICT).assertAtLeast(0.98);
    }

    @Test
    void looseVerdictsOfIfevalAreReproduced() throws IOException {
        ifeval("loose", Strictness.LOOSE).assertAtLeast(0.98);
    }

    @Test
    void checkerTestsOfIfevalAgree() throws IOException {
        checkers("ifeval_checker_cases.json").assertAtLeast(1);
    }

    @Test
    void checkerTestsOfIfbenchAgree() throws IOException {
        checkers("ifbench_checker_cases.json").assertAtLeast(0.95);
    }

    private static Agreement ifeval(String verdicts, Strictness strictness) throws IOException {
        var agreement = new Agreement();
        for (JsonNode row : cases("ifeval_gpt4_verdicts.json")) {
            for (int i = 0; i < row.path("instruction_id_list").size(); i++) {
                var instruction = new Instruction(
                        row.path("instruction_id_list").path(i).asText(),
                        arguments(row.path("kwargs").path(i)));
                boolean ours = Instructions.holds(
                        InstructionKinds.check(instruction),
                        strictness.readings(row.path("response").asText()));
                agreement.compare(
                        row.path("key").asText() + " " + instruction,
                        row.path(verdicts).path(i).asBoolean(),
                        ours);
            }
        }
        return agreement;
    }

    /** Some ids stand for several checkers: there the class says which. */
    private static Agreement checkers(String file) throws IOException {
        var agreement = new Agreement();
        for (JsonNode row : cases(file)) {
            String name = row.path("checker").asText(row.path("instruction_id").asText());
            var instruction = new Instruction(name, arguments(row.path("kwargs")));
            boolean ours = InstructionKinds.check(instruction)
                    .test(row.path("response").asText());
            agreement.compare(
                    instruction + " " + row.path("response"),
                    row.path("expected").asBoolean(),
                    ours);
        }
        return agreement;
    }

    private static Map<String, Object> arguments(JsonNode kwargs) {
        return JSON.convertValue(kwargs, new TypeReference<Map<String, Object>>() {});
    }

    private static Iterable<JsonNode> cases(String file) throws IOException {
        Path path = VECTORS.resolve(file);
        Assumptions.assumeTrue(Files.exists(path), "the published verdicts lie in ../shared, which is not here");
        return JSON.readTree(path.toFile()).path("cases");
    }
}
