package io.akkord.actors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.policies.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** GPT-2's older layout of a byte-level BPE: {@code vocab.json} and {@code merges.txt} instead of one file. */
final class ByteLevelFiles {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END_OF_TEXT = "<|endoftext|>";

    private ByteLevelFiles() {}

    static boolean areIn(Path folder) {
        return Files.exists(folder.resolve("vocab.json")) && Files.exists(folder.resolve("merges.txt"));
    }

    /** The tokenizer they describe, by way of a passing {@code tokenizer.json}. */
    static Tokenizer open(Path folder) {
        try {
            Path whole = Files.createTempFile("tokenizer", ".json");
            try {
                JSON.writeValue(whole.toFile(), content(folder));
                return Tokenizer.open(whole);
            } finally {
                Files.delete(whole);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode content(Path folder) throws IOException {
        JsonNode vocabulary = JSON.readTree(folder.resolve("vocab.json").toFile());
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        var added = root.putArray("added_tokens");
        if (vocabulary.has(END_OF_TEXT)) {
            added.addObject()
                    .put("id", vocabulary.get(END_OF_TEXT).intValue())
                    .put("content", END_OF_TEXT)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        for (String part : new String[] {"pre_tokenizer", "post_processor", "decoder"}) {
            root.putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        }
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix").put("fuse_unk", false).put("byte_fallback", false);
        model.set("vocab", vocabulary);
        var merges = model.putArray("merges");
        Files.readAllLines(folder.resolve("merges.txt")).stream()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .forEach(merges::add);
        return root;
    }
}
