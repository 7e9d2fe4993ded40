package io.akkord.configs.rows;

import static io.akkord.rewards.tasks.TaskKnobs.USUAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files say of responses: which of two is better, or whether one is good. */
class PairsAndLabelsTest {

    private static final long SEED = 5;

    @TempDir
    Path temp;

    @Test
    void labelledRowsAreReadFromAFile() throws IOException {
        Path file = file("rows.jsonl", """
                {"prompt": "a", "response": "b", "desirable": true}
                {"prompt": "c", "response": "d", "desirable": false}
                """);
        assertEquals(
                List.of(new LabelledText("a", "b", true), new LabelledText("c", "d", false)),
                labelled(file).labelled(SEED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"prompt": "a", "response": "b"}                      | has no field "desirable", only prompt, response
            {"prompt": "a", "response": "b", "desirable": "yes"}  | field "desirable" must be true or false, was text
            {"prompt": "a", "response": "b", "desirable": 1}      | field "desirable" must be true or false, was the number 1
            {"prompt": "a", "desirable": true}                    | has no field "response", only prompt, desirable
            """)
    void aBadLabelledRowIsToldWithItsLine(String row, String told) throws IOException {
        DataSources data = labelled(file("rows.jsonl", "\n" + row));
        UserError error = assertThrows(UserError.class, () -> data.labelled(SEED));
        assertEquals("rows.jsonl:2: " + told, String.valueOf(error.getMessage()).replace(temp + "/", ""));
    }

    @Test
    void heldOutPairsAreTheLastAndNeverTeach() throws IOException {
        Path file = file("rows.jsonl", """
                {"prompt": "a", "chosen": "1", "rejected": "2"}
                {"prompt": "b", "chosen": "1", "rejected": "2"}
                {"prompt": "c", "chosen": "1", "rejected": "2"}
                """);
        DataSources data = pairs(file, 1);
        assertEquals(
                List.of("a", "b"),
                data.pairs(SEED).stream().map(PairText::prompt).toList());
        assertEquals(List.of(new PairText("c", "1", "2")), data.evaluationPairs(SEED));
        assertEquals(pairs(file, 0).pairs(SEED), pairs(file, 0).evaluationPairs(SEED));
        UserError error = assertThrows(UserError.class, () -> pairs(file, 3).pairs(SEED));
        assertEquals(
                file + ": holds 3 pairs, data.held-out keeps 3 of them back; at least one must be left to train on",
                error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "-0.1, -0.1"})
    void aBadStrengthIsToldWithItsLine(String strength, String told) throws IOException {
        Path file = file(
                "rows.jsonl",
                "{\"prompt\": \"a\", \"chosen\": \"c\", \"rejected\": \"d\", \"strength\": " + strength + "}");
        UserError error = assertThrows(UserError.class, () -> pairs(file, 0).pairs(SEED));
        assertEquals(file + ":1: field \"strength\" must lie in [0, 1], was " + told, error.getMessage());
    }

    private static DataSources labelled(Path file) {
        return new DataSources(null, null, null, new RowSource.File(file), "prompt", 0, 0, 0, 1, 0, USUAL);
    }

    private static DataSources pairs(Path file, int heldOut) {
        return new DataSources(null, null, new RowSource.File(file), null, "prompt", 0, 0, heldOut, 1, 0, USUAL);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }
}
