package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real pretrained model speaks through the command line, against what its makers published. */
class GenerateCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHARED = Path.of("../../shared").toAbsolutePath().normalize();
    private static final String MODEL = SHARED.resolve("models/stories260K").toString();

    private static JsonNode published = JSON.createObjectNode();

    @BeforeAll
    static void findTheModel() throws IOException {
        var vectors = SHARED.resolve("vectors/stories260K_reference.json");
        Assumptions.assumeTrue(
                Files.exists(vectors), "the small pretrained model lies in ../shared, which is not here");
        published = JSON.readTree(vectors.toFile());
    }

    @Test
    void greedyTextIsThePublishedText() {
        var typed = generate("", "--greedy", "--max-tokens", "200");
        assertEquals(0, typed.status(), typed.err());
        assertEquals(published.path("greedy_from_bos_200_text").asText() + System.lineSeparator(), typed.out());
    }

    @Test
    void jsonGivesTheLogProbsOfAGivenText() throws IOException {
        for (var given : published.path("cases")) {
            var typed = generate(given.path("text").asText(), "--max-tokens", "0", "--json");
            var said = JSON.readTree(typed.out());
            assertEquals(given.path("ids"), said.path("prompt_ids"));
            assertEquals(0, said.path("ids").size());
            var expected = given.path("token_logprobs");
            assertEquals(expected.size(), said.path("prompt_logprobs").size());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(
                        expected.get(i).asDouble(),
                        said.path("prompt_logprobs").get(i).asDouble(),
                        1e-4);
            }
        }
    }

    @Test
    void whatWasSampledHasTheLogProbsOfASecondReading() throws IOException {
        var said = JSON.readTree(
                generate("Once", "--seed", "3", "--max-tokens", "20", "--json").out());
        var read = JSON.readTree(generate(said.path("text").asText(), "--max-tokens", "0", "--json")
                .out());
        int offset = said.path("prompt_ids").size() - 1;
        int same = 0;
        while (same < said.path("ids").size()
                && said.path("ids").get(same).equals(read.path("prompt_ids").path(offset + 1 + same))) {
            double sampled = said.path("logprobs").get(same).asDouble();
            assertEquals(read.path("prompt_logprobs").get(offset + same).asDouble(), sampled, 1e-4);
            same++;
        }
        assertTrue(same > 3, "the text was tokenised in another way from its token " + same);
    }

    @Test
    void theSameSeedSaysTheSameAndAnotherDoesNot() {
        var one = generate("Once", "--seed", "5", "--max-tokens", "30").out();
        assertEquals(one, generate("Once", "--seed", "5", "--max-tokens", "30").out());
        assertNotEquals(
                one, generate("Once", "--seed", "6", "--max-tokens", "30").out());
    }

    @Test
    void whatDoesNotFitTheContextIsOneSentence() {
        assertWrong(generate("Once", "--max-tokens", "600"), "the model has room for 5");
        assertWrong(generate("Once upon a time ".repeat(200)), "but the model reads at most 512");
        assertWrong(generate("Once", "--greedy", "--temperature", "2"), "--greedy takes the likeliest token");
        assertWrong(generate("Once", "--top-p", "3"), "--top-p must lie in (0, 1]");
    }

    @Test
    void chatAnswersEachLineUntilTheInputEnds() {
        var typed =
                Typed.with("Hello there\nOnce upon a time\n", SHARED, "chat", MODEL, "--max-tokens", "12", "--greedy");
        assertEquals(0, typed.status(), typed.err());
        assertTrue(typed.out().lines().count() >= 2, typed.out());
    }

    private static void assertWrong(Typed typed, String sentence) {
        assertEquals(2, typed.status());
        assertTrue(typed.complaint().contains(sentence), typed.complaint());
    }

    private static Typed generate(String prompt, String... options) {
        var words = new String[3 + options.length];
        words[0] = "generate";
        words[1] = MODEL;
        words[2] = prompt;
        System.arraycopy(options, 0, words, 3, options.length);
        return Typed.in(SHARED, words);
    }
}
