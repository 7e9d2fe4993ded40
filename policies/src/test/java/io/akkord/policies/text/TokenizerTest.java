package io.akkord.policies.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.policies.models.ModelDirectory;
import io.akkord.policies.weights.Refusal;
import io.akkord.policies.weights.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void idsOfThePublishedTextAreItsGreedyIds() throws IOException {
        JsonNode reference = JSON.readTree(
                SharedFiles.need("vectors/stories260K_reference.json").toFile());
        String text = reference.get("greedy_from_bos_200_text").textValue();
        int[] ids = StreamSupport.stream(reference.get("greedy_ids").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
        try (var tokenizer = Tokenizer.open(SharedFiles.need("models/stories260K"))) {
            assertArrayEquals(ids, tokenizer.encode(text));
            assertEquals(text, tokenizer.decode(ids));
            assertEquals(512, tokenizer.vocabulary());
            assertEquals(Map.of("<unk>", 0, "<s>", 1, "</s>", 2), tokenizer.special());
        }
    }

    @Test
    void nothingIsCutAndOnlyThePostProcessorAddsTokens() {
        try (var tokenizer = Tokenizer.open(SharedFiles.need("models/stories260K"))) {
            String longText = "Tom ran. ".repeat(1000);
            int[] ids = tokenizer.encode(longText);
            assertTrue(ids.length > 3000);
            assertEquals(1, ids[0]);
            assertArrayEquals(Arrays.copyOfRange(ids, 1, ids.length), tokenizer.encodePlain(longText));
            assertArrayEquals(new int[] {1}, tokenizer.encode(""));
        }
    }

    @Test
    void idsAreThoseOfThePythonTokenizer() throws IOException {
        JsonNode cases = JSON.readTree(SharedFiles.need("vectors/transformersjs_tokenizers.json")
                        .toFile())
                .get("cases");
        try (var tokenizer = Tokenizer.open(SharedFiles.need("tokenizers/qwen3"))) {
            int seen = 0;
            for (JsonNode example : cases) {
                if (example.get("model").textValue().toLowerCase(Locale.ROOT).contains("qwen")) {
                    String text = example.get("text").textValue();
                    int[] ids = StreamSupport.stream(example.get("ids").spliterator(), false)
                            .mapToInt(JsonNode::intValue)
                            .toArray();
                    assertArrayEquals(ids, tokenizer.encode(text), text);
                    seen++;
                }
            }
            assertTrue(seen > 0);
            assertEquals(151_669, tokenizer.vocabulary());
        }
    }

    @Test
    void threadsShareOne() {
        try (var tokenizer = Tokenizer.open(SharedFiles.need("models/stories260K"))) {
            String text = "Lily and Tom like to play. \uD83D\uDE00";
            int[] ids = tokenizer.encode(text);
            IntStream.range(0, 200).parallel().forEach(any -> {
                assertArrayEquals(ids, tokenizer.encode(text));
                assertEquals(text, tokenizer.decode(ids));
            });
        }
    }

    @Test
    void aStreamShowsWholeCharactersOnly() {
        try (var tokenizer = Tokenizer.open(SharedFiles.need("models/stories260K"))) {
            String text = "Tom said \u201Chi\u201D \u00E9\u00E9 \uD83D\uDE00\uD83D\uDC4D ok \u4E2D";
            int[] ids = tokenizer.encode(text);
            int prompt = 4;
            var stream = new TextStream(tokenizer, Arrays.copyOf(ids, prompt));
            var shown = new StringBuilder(tokenizer.decode(Arrays.copyOf(ids, prompt)));
            for (int i = prompt; i < ids.length; i++) {
                String piece = stream.accept(ids[i]);
                assertEquals(-1, piece.indexOf('\uFFFD'));
                shown.append(piece);
            }
            assertEquals(text, shown.append(stream.finish()).toString());
        }
    }

    @Test
    void aStreamEndsWithWhatWasIncomplete() {
        try (var tokenizer = Tokenizer.open(SharedFiles.need("models/stories260K"))) {
            int[] ids = tokenizer.encode("hi \uD83D\uDE00");
            var stream = new TextStream(tokenizer, new int[0]);
            var shown = new StringBuilder();
            for (int i = 0; i < ids.length - 1; i++) {
                shown.append(stream.accept(ids[i]));
            }
            assertEquals("hi ", shown.toString());
            assertTrue(stream.finish().contains("\uFFFD"));
        }
    }

    @Test
    void aTokenizerLargerThanTheModelIsRefused() {
        var model = ModelDirectory.open(SharedFiles.need("models/verl-arith"));
        Path path = SharedFiles.need("models/stories260K");
        try (var tokenizer = Tokenizer.open(path)) {
            String message = Refusal.of(() -> tokenizer.checkFits(model.config()));
            assertEquals(
                    path.resolve("tokenizer.json")
                            + " does not fit the model: its ids go up to 511, but vocab_size in the model's config.json is 16;"
                            + " take the tokenizer that belongs to the model",
                    message);
            tokenizer.checkFits(ModelDirectory.open(path).config());
        }
    }

    @Test
    void whatIsNoTokenizerIsRefusedInOneSentence() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        for (String content : List.of("{", "[]", "{}", "{\"model\":{\"vocab\":{\"a\":0}}}")) {
            Files.writeString(file, content);
            String message = Refusal.of(() -> Tokenizer.open(folder));
            assertTrue(message.startsWith(file.toString()), message);
        }
        Path empty = folder.resolve("empty");
        String message = Refusal.of(() -> Tokenizer.open(empty));
        assertEquals("no tokenizer at " + empty + "; a model that is to read or write text needs one", message);
    }

    @Test
    void aTemplateThatIsNotFollowedIsNamed() {
        Path plain = SharedFiles.need("models/stories260K");
        Path templated = SharedFiles.need("tokenizers/qwen3");
        assertTrue(ChatTemplate.of(plain).notice().isEmpty());
        assertTrue(ChatTemplate.of(templated).notice().orElseThrow().contains("not followed yet"));
        var turns = List.of(
                new ChatTemplate.Turn(ChatTemplate.Speaker.USER, "Hi "),
                new ChatTemplate.Turn(ChatTemplate.Speaker.ASSISTANT, "Hello."),
                new ChatTemplate.Turn(ChatTemplate.Speaker.USER, "Bye."));
        assertEquals(
                "User: Hi\nAssistant: Hello.\nUser: Bye.\nAssistant:",
                ChatTemplate.of(plain).render(turns));
    }
}
