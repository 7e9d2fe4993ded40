package io.akkord.policies.models;

import io.akkord.algorithms.UserError;
import io.akkord.policies.files.AtomicFile;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.Safetensors;
import io.akkord.policies.weights.Weights;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as Hugging Face lays it out in a folder: the disk format of every model that Akkord reads or leaves behind.
 *
 * <p>Whoever holds one knows that its configuration is one that this decoder computes and that every tensor is there, in
 * the shape that the configuration calls for. Weights stay in the file, mapped, in the type they are stored in.
 */
public final class ModelDirectory {

    /** What transformers and other programs may need beside the weights to turn text into ids. */
    private static final List<String> TOKENIZER_FILES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "tokenizer.model",
            "chat_template.jinja");

    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final Path path;
    private final ModelConfig config;
    private final Weights weights;

    private ModelDirectory(Path path, ModelConfig config, Weights weights) {
        this.path = path;
        this.config = config;
        this.weights = weights;
    }

    /**
     * Reads the configuration and the headers, and checks them against each other.
     *
     * @throws UserError where the folder is missing, incomplete, damaged or of an architecture that is not supported
     */
    public static ModelDirectory open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UserError(
                    "model folder " + directory + (Files.exists(directory) ? " is a file" : " does not exist")
                            + "; it must be a Hugging Face folder with " + ConfigReader.CONFIG + " and "
                            + WeightFiles.SINGLE);
        }
        if (!Files.exists(directory.resolve(ConfigReader.CONFIG))) {
            throw new UserError("model folder " + directory + " has no " + ConfigReader.CONFIG);
        }
        ModelConfig config = ConfigReader.read(directory);
        String source = WeightFiles.source(directory).toString();
        return new ModelDirectory(directory, config, WeightLayout.check(config, WeightFiles.read(directory), source));
    }

    public Path path() {
        return path;
    }

    public ModelConfig config() {
        return config;
    }

    /** Every tensor of the configuration in the order of {@link WeightLayout}. */
    public Weights weights() {
        return weights;
    }

    public boolean hasTokenizer() {
        return Files.exists(path.resolve("tokenizer.json"));
    }

    /**
     * Writes a folder that {@link #open} and transformers load: a new folder appears whole or not at all; into one that is
     * there, each file does, the configuration last.
     *
     * @param directory a new folder, or one that holds no model yet
     * @param weights every tensor of {@code config}; {@code torch_dtype} is the type of the first
     * @param tokenizerFrom a folder whose tokenizer files are copied, or null
     * @throws UserError where the folder holds a model already, or the disk is full or refuses
     */
    public static void write(Path directory, ModelConfig config, Weights weights, @Nullable Path tokenizerFrom) {
        if (Files.exists(directory.resolve(ConfigReader.CONFIG))) {
            throw new UserError(directory + " holds a model already and is not written over; choose another folder");
        }
        Weights complete = WeightLayout.check(config, weights, "the model to write");
        if (Files.exists(directory)) {
            fill(directory, config, complete, tokenizerFrom);
            return;
        }
        Path making = AtomicFile.temporaryBeside(directory.toAbsolutePath());
        try {
            fill(making, config, complete, tokenizerFrom);
            Files.move(making, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (UserError refused) {
            throw refused.getCause() instanceof IOException failure ? AtomicFile.refusal(directory, failure) : refused;
        } catch (IOException failure) {
            throw AtomicFile.refusal(directory, failure);
        } finally {
            removeUnfinished(making);
        }
    }

    private static void fill(Path directory, ModelConfig config, Weights weights, @Nullable Path tokenizerFrom) {
        if (tokenizerFrom != null) {
            for (String name : TOKENIZER_FILES) {
                Path file = tokenizerFrom.resolve(name);
                if (Files.exists(file)) {
                    AtomicFile.write(
                            directory.resolve(name), channel -> Files.copy(file, Channels.newOutputStream(channel)));
                }
            }
        }
        Safetensors.write(directory.resolve(WeightFiles.SINGLE), weights, METADATA);
        DType type = weights.tensors().values().iterator().next().type();
        ConfigWriter.write(directory, config, type);
    }

    private static void removeUnfinished(Path making) {
        if (!Files.exists(making)) {
            return;
        }
        try (var files = Files.list(making)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(making);
        } catch (IOException failure) {
            throw AtomicFile.refusal(making, failure);
        }
    }
}
