package io.akkord.policies.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.policies.weights.Refusal;
import io.akkord.policies.weights.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TEXTS = List.of(
            "Could you please tell me how to find the old market?",
            "Of course! The old market is behind the church, and it's open 24 hours.",
            "Thanks, that's kind of you. I'll go there; we've never been.",
            "Gr\u00FC\u00DFe aus K\u00F6ln \uD83D\uDE00\uD83D\uDE00\n\n\ttabs  and   spaces \u4E2D\u6587");

    @TempDir
    private Path folder;

    @Test
    void anyTextComesBackUnchanged() throws IOException {
        Path file = train(TEXTS, 400);
        var random = new Random(3);
        try (var tokenizer = Tokenizer.open(file)) {
            for (int i = 0; i < 500; i++) {
                String text = random.ints(random.nextInt(40), 0, 0x11000)
                        .map(point -> Character.isDefined(point) && !isSurrogate(point) ? point : ' ')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
            }
            for (String text : TEXTS) {
                assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
            }
        }
    }

    @Test
    void encodingIsTheMergesInTheirOrder() throws IOException {
        Path file = train(TEXTS, 400);
        JsonNode model = JSON.readTree(file.toFile()).get("model");
        try (var tokenizer = Tokenizer.open(file)) {
            for (String text : TEXTS) {
                assertArrayEquals(byMerging(model, text), tokenizer.encodePlain(text), text);
            }
            String unseen = "You'd never find Zo\u00EB's 1984 cheap-market there, would you?!  \n no\u00A0way ";
            assertArrayEquals(byMerging(model, unseen), tokenizer.encodePlain(unseen));
        }
    }

    @Test
    void everyTextBeginsWithTheBeginningToken() throws IOException {
        try (var tokenizer = Tokenizer.open(train(TEXTS, 280))) {
            assertEquals(Map.of("<pad>", 0, "<bos>", 1, "<eos>", 2), tokenizer.special());
            assertEquals(280, tokenizer.vocabulary());
            assertArrayEquals(new int[] {1}, tokenizer.encode(""));
            int[] ids = tokenizer.encode("the market<eos>");
            assertEquals(1, ids[0]);
            assertEquals(2, ids[ids.length - 1]);
            assertEquals("the market", tokenizer.decode(ids));
        }
    }

    @Test
    void withoutABeginningTokenNothingIsAdded() {
        Path file = folder.resolve("tokenizer.json");
        BpeTrainer.train(TEXTS, 300, List.of(), file);
        try (var tokenizer = Tokenizer.open(file)) {
            assertEquals(0, tokenizer.encode("").length);
            assertArrayEquals(tokenizer.encodePlain("the"), tokenizer.encode("the"));
        }
    }

    @Test
    void theMostFrequentPairIsMergedFirstAndTiesGoToTheSmallerSymbols() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        BpeTrainer.train(List.of("dcba dcba"), 256 + 3, List.of(), file);
        assertEquals(
                List.of("b a", "c ba", "d cba"),
                JSON.readTree(file.toFile())
                        .get("model")
                        .get("merges")
                        .valueStream()
                        .map(JsonNode::textValue)
                        .toList());
    }

    @Test
    void learningStopsWhereNoPairOccursTwice() {
        Path file = folder.resolve("tokenizer.json");
        assertEquals(256 + 1, BpeTrainer.train(List.of("abcab"), 1000, List.of(), file));
        assertEquals(256, BpeTrainer.train(List.of(), 1000, List.of(), file));
    }

    @Test
    void twoTrainingsWriteTheSameBytes() throws IOException {
        byte[] once = Files.readAllBytes(train(TEXTS, 350));
        assertArrayEquals(once, Files.readAllBytes(train(TEXTS.reversed(), 350)));
    }

    @Test
    void aVocabularyWithoutRoomForBytesIsRefused() {
        assertEquals(
                "a vocabulary of 100 is too small for a byte-level tokenizer; it needs 256 bytes and 3 special tokens, 259 at"
                        + " least",
                Refusal.of(() -> train(TEXTS, 100)));
    }

    @Test
    void storiesAreShorterInTheirOwnTokenizer() throws IOException {
        List<String> lines = Files.readAllLines(SharedFiles.need("data/text/tiny_stories.txt"));
        long start = System.nanoTime();
        try (var tokenizer = Tokenizer.open(train(lines, 2000))) {
            double seconds = (System.nanoTime() - start) / 1e9;
            String text = String.join("\n", lines.subList(0, Math.min(200, lines.size())));
            double lettersAToken = (double) text.length() / tokenizer.encodePlain(text).length;
            assertTrue(lettersAToken > 3.5, "letters a token: " + lettersAToken);
            assertTrue(seconds < 30, "seconds: " + seconds);
        }
    }

    private Path train(List<String> texts, int vocabulary) {
        Path file = folder.resolve("tokenizer.json");
        BpeTrainer.train(texts, vocabulary, BpeTrainer.SPECIAL_TOKENS, file);
        return file;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** BPE read literally: in each word, apply every merge in the order it was learned. */
    private static int[] byMerging(JsonNode model, String text) {
        return ByteAlphabet.words(text).stream()
                .flatMapToInt(word -> {
                    var pieces = new ArrayList<String>();
                    for (int value : ByteAlphabet.bytes(word)) {
                        pieces.add(String.valueOf(ByteAlphabet.character(value)));
                    }
                    for (JsonNode merge : model.get("merges")) {
                        String[] pair = merge.textValue().split(" ", -1);
                        for (int i = 0; i + 1 < pieces.size(); i++) {
                            if (pieces.get(i).equals(pair[0])
                                    && pieces.get(i + 1).equals(pair[1])) {
                                pieces.set(i, pair[0] + pair[1]);
                                pieces.remove(i + 1);
                            }
                        }
                    }
                    return pieces.stream()
                            .mapToInt(piece -> model.get("vocab").get(piece).intValue());
                })
                .toArray();
    }
}
