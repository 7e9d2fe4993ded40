package io.akkord.policies.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.akkord.algorithms.UserError;
import io.akkord.policies.transformer.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A model's {@code tokenizer.json}, safe to share between threads.
 *
 * <p>Nothing is cut and nothing is padded (the library would do both at {@code model_max_length}), and nothing is fetched.
 */
public final class Tokenizer implements AutoCloseable {

    private final Path file;
    private final TokenizerFile content;
    private final HuggingFaceTokenizer tokenizer;

    private Tokenizer(Path file, TokenizerFile content, HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.content = content;
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a tokenizer.
     *
     * @param path a {@code tokenizer.json}, or a folder that holds one
     * @throws UserError where there is none or it is not one
     */
    public static Tokenizer open(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
        if (!Files.exists(file)) {
            throw new UserError("no tokenizer at " + file + "; a model that is to read or write text needs one");
        }
        TokenizerFile content = TokenizerFile.read(file);
        try {
            var tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optTruncation(false)
                    .optPadding(false)
                    .build();
            return new Tokenizer(file, content, tokenizer);
        } catch (IOException | RuntimeException failure) {
            throw new UserError(
                    file + " is not a tokenizer that Hugging Face tokenizers 0.21 reads: " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Reads a tokenizer that has come from another machine.
     *
     * @param json the bytes of a {@code tokenizer.json}
     */
    public static Tokenizer of(byte[] json) {
        try {
            Path file = Files.createTempFile("tokenizer", ".json");
            try {
                Files.write(file, json);
                return open(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ids of a text, with the special tokens (usually a first BOS) that the tokenizer's post-processor adds. */
    public int[] encode(String text) {
        return narrow(tokenizer.encode(text, true, false).getIds());
    }

    /** Ids of a text alone, for what continues another text. */
    public int[] encodePlain(String text) {
        return narrow(tokenizer.encode(text, false, false).getIds());
    }

    /** The text of ids, without special tokens; bytes that are no UTF-8 become U+FFFD. */
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /** One more than the largest id. */
    public int vocabulary() {
        return content.vocabulary();
    }

    /** Special tokens and their ids, such as {@code <eos>}. */
    public Map<String, Integer> special() {
        return content.special();
    }

    /**
     * Refuses a model whose embedding lacks an id of this tokenizer.
     *
     * @throws UserError where an id could be met that the model does not have
     */
    public void checkFits(ModelConfig config) {
        if (vocabulary() > config.vocabulary()) {
            throw new UserError(file + " does not fit the model: its ids go up to " + (vocabulary() - 1)
                    + ", but vocab_size in the model's config.json is " + config.vocabulary()
                    + "; take the tokenizer that belongs to the model");
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] narrow(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }
}
