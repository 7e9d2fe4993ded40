package io.akkord.configs.rows;

import static io.akkord.rewards.tasks.TaskKnobs.USUAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.configs.rows.RowSource.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSourcesTest {

    private static final long SEED = 5;

    @TempDir
    Path temp;

    @Test
    void fieldsBesideThePromptAreLabels() throws IOException {
        Path file = file("rows.jsonl", """
                {"prompt": "2 + 2", "answer": 4, "hard": false, "source": null, "more": [1, {"a": "b"}]}

                {"answer": "six", "prompt": ""}
                """);
        assertEquals(
                List.of(
                        new PromptText("2 + 2", Map.of("answer", "4", "hard", "false", "more", "[1,{\"a\":\"b\"}]")),
                        new PromptText("", Map.of("answer", "six"))),
                prompts(file, "prompt", 0, 0, 0).prompts(SEED));
    }

    @Test
    void thePromptMayStandInAnotherField() throws IOException {
        Path file = file("rows.jsonl", "{\"question\": \"why?\", \"prompt\": \"x\"}\n");
        assertEquals(
                List.of(new PromptText("why?", Map.of("prompt", "x"))),
                prompts(file, "question", 0, 0, 0).prompts(SEED));
    }

    @Test
    void demonstrationsAndPairsAreRowsToo() throws IOException {
        Path file = file("rows.jsonl", """
                {"prompt": "a", "response": "b", "chosen": "c", "rejected": "d"}
                {"prompt": "e", "response": "f", "chosen": "g", "rejected": "h", "margin": 0.5, "strength": 0.9}
                """);
        DataSources data = new DataSources(
                null, new RowSource.File(file), new RowSource.File(file), null, "prompt", 0, 0, 0, 1, 0, USUAL);
        assertEquals(
                List.of(new DemonstrationText("a", "b"), new DemonstrationText("e", "f")), data.demonstrations(SEED));
        assertEquals(
                List.of(new PairText("a", "c", "d", 0, 1), new PairText("e", "g", "h", 0.5, 0.9)), data.pairs(SEED));
    }

    @Test
    void plainTextIsAPromptALine() throws IOException {
        Path file = file("rows.txt", "\uFEFF one two \n\n three\r\n");
        assertEquals(
                List.of("one two", "three"),
                texts(prompts(file, "prompt", 0, 0, 0).prompts(SEED)));
    }

    @Test
    void aStoryGivesItsFirstWords() throws IOException {
        Path file = file(
                "stories.txt",
                "Once upon  a time.\n\nThe second paragraph.\nAnother story begins.\nShort.\nA last one here.");
        assertEquals(
                List.of("Once upon a", "Another story begins.", "A last one"),
                texts(prompts(file, "prompt", 3, 0, 0).prompts(SEED)));
    }

    @Test
    void aStoryMayEndWithTheUsualMark() throws IOException {
        Path file = file("stories.txt", "Once upon\na time.\n<|endoftext|>\nAnother\n\nstory begins.\n<|endoftext|>\n");
        assertEquals(
                List.of("Once upon a", "Another story begins."),
                texts(prompts(file, "prompt", 3, 0, 0).prompts(SEED)));
    }

    @Test
    void heldOutPromptsAreTheLastAndNeverTrainedOn() throws IOException {
        Path file = file("rows.txt", "a\nb\nc\nd\ne\n");
        DataSources data = prompts(file, "prompt", 0, 4, 1);
        assertEquals(List.of("a", "b", "c"), texts(data.prompts(SEED)));
        assertEquals(List.of("d"), texts(data.evaluationPrompts(SEED)));
        DataSources none = prompts(file, "prompt", 0, 0, 0);
        assertEquals(none.prompts(SEED), none.evaluationPrompts(SEED));
    }

    @Test
    void theGeneratedWorldIsAFunctionOfTheSeed() {
        DataSources data = new DataSources(
                Generated.COURTESY, Generated.COURTESY, Generated.COURTESY, null, "prompt", 0, 0, 64, 300, 0.1, USUAL);
        assertEquals(300, data.prompts(SEED).size());
        assertEquals(300, data.demonstrations(SEED).size());
        assertEquals(300, data.pairs(SEED).size());
        assertEquals(64, data.evaluationPrompts(SEED).size());
        assertEquals(data.pairs(SEED), data.pairs(SEED));
        assertFalse(data.pairs(SEED).equals(data.pairs(SEED + 1)));
        var taught = new HashSet<>(texts(data.prompts(SEED)));
        assertTrue(texts(data.evaluationPrompts(SEED)).stream().noneMatch(taught::contains));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                      | rows.jsonl: holds no rows
            ' '                                     | rows.jsonl: holds no rows
            {"prompt": "a"}~{"prompt": }            | rows.jsonl:2: no valid JSON: Unexpected character ('}' (code 125)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {"prompt": "a"}~~{"text": "b"}          | rows.jsonl:3: has no field "prompt", only text
            {}                                      | rows.jsonl:1: has no field "prompt", only none
            {"prompt": 3}                           | rows.jsonl:1: field "prompt" must be text, was the number 3
            {"prompt": null}                        | rows.jsonl:1: field "prompt" must be text, was null
            ["a"]                                   | rows.jsonl:1: must be one JSON object, was a list; write each row on a line of its own, such as {"prompt": "..."}
            {"prompt": "a", "prompt": "b"}          | rows.jsonl:1: no valid JSON: Duplicate field 'prompt'
            {"prompt": "a"} {"prompt": "b"}         | rows.jsonl:1: holds more than one value; write each row on a line of its own
            """)
    void aBadRowIsToldWithItsLine(@Nullable String rows, String told) throws IOException {
        Path file = file("rows.jsonl", (rows == null ? "" : rows).replace('~', '\n'));
        assertEquals(told, refusal(prompts(file, "prompt", 0, 0, 0)));
    }

    @Test
    void aBadMarginIsToldWithItsLine() throws IOException {
        Path file =
                file("rows.jsonl", "{\"prompt\": \"a\", \"chosen\": \"c\", \"rejected\": \"d\", \"margin\": \"big\"}");
        DataSources data = new DataSources(null, null, new RowSource.File(file), null, "prompt", 0, 0, 0, 1, 0, USUAL);
        UserError error = assertThrows(UserError.class, () -> data.pairs(SEED));
        assertEquals(file + ":1: field \"margin\" must be a number, was text", error.getMessage());
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Path latin = temp.resolve("rows.txt");
        Files.write(latin, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("rows.txt: not UTF-8 text; save it as UTF-8", refusal(prompts(latin, "prompt", 0, 0, 0)));
        Path folder = Files.createDirectory(temp.resolve("folder.txt"));
        assertEquals("folder.txt: a folder, where a file is needed", refusal(prompts(folder, "prompt", 0, 0, 0)));
        assertEquals("none.txt: there is no such file", refusal(prompts(temp.resolve("none.txt"), "prompt", 0, 0, 0)));
    }

    @Test
    void tooFewRowsAreRefused() throws IOException {
        Path file = file("rows.txt", "a b\nc d\n");
        assertEquals(
                "rows.txt: holds no story of 3 words (data.prompt-words)", refusal(prompts(file, "prompt", 3, 0, 0)));
        assertEquals(
                "rows.txt: holds 2 prompts, data.held-out keeps 2 of them back; at least one must be left to train on",
                refusal(prompts(file, "prompt", 0, 0, 2)));
        assertEquals(
                "blank.txt: holds no line of text", refusal(prompts(file("blank.txt", "\n \n"), "prompt", 0, 0, 0)));
    }

    @Test
    void demonstrationsAreJsonLines() throws IOException {
        Path file = file("rows.txt", "a\n");
        DataSources data = new DataSources(null, new RowSource.File(file), null, null, "prompt", 0, 0, 0, 1, 0, USUAL);
        UserError error = assertThrows(UserError.class, () -> data.demonstrations(SEED));
        assertEquals(file + ": must be a .jsonl file, one JSON object a line", error.getMessage());
    }

    @Test
    void realStoriesAreTakenApart() {
        Path stories = Path.of("../../shared/data/text/tiny_stories.txt");
        Assumptions.assumeTrue(Files.exists(stories), "needs " + stories);
        List<PromptText> prompts = prompts(stories, "prompt", 8, 0, 256).prompts(SEED);
        assertEquals(
                "One day, a little girl named Lily found", prompts.getFirst().text());
        assertTrue(prompts.size() > 800 && prompts.size() < 1092 - 255, prompts.size() + " prompts");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }

    private String refusal(DataSources data) {
        UserError error = assertThrows(UserError.class, () -> data.prompts(SEED));
        return String.valueOf(error.getMessage()).replace(temp + "/", "");
    }

    private static DataSources prompts(Path file, String field, int words, int limit, int heldOut) {
        return new DataSources(new RowSource.File(file), null, null, null, field, words, limit, heldOut, 1, 0, USUAL);
    }

    private static List<String> texts(List<PromptText> prompts) {
        return prompts.stream().map(PromptText::text).toList();
    }
}
