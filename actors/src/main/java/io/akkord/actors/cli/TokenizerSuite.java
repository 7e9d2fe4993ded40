package io.akkord.actors.cli;

import io.akkord.configs.conformance.Judgement;
import io.akkord.configs.conformance.Suite;
import io.akkord.configs.vectors.VectorCase;
import io.akkord.policies.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ids that tokenizers give a text: {@code {model, text, ids}}.
 *
 * <p>A folder serves the models whose name begins like its own, signs and capitals aside; all of Qwen share one
 * vocabulary, so a folder of one serves every one. A folder holds {@code tokenizer.json}, or GPT-2's two files.
 */
final class TokenizerSuite implements Suite, AutoCloseable {

    private static final String NAME = "tokenizer_ids";

    private final List<Path> folders = new ArrayList<>();
    private final Map<Path, Tokenizer> open = new HashMap<>();

    /**
     * @param model folder of a model, or null
     * @param folder holds a folder for each tokenizer; it need not exist
     */
    TokenizerSuite(@Nullable Path model, Path folder) {
        if (model != null) {
            folders.add(model);
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                inside.sorted().forEach(folders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean reads(VectorCase one) {
        return one.whole().hasAll("model", "text", "ids");
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        String model = one.whole().get("model").text();
        Path folder = folders.stream()
                .filter(known -> serves(String.valueOf(known.getFileName()), model))
                .findFirst()
                .orElse(null);
        if (folder == null) {
            return List.of(Judgement.skipped(NAME, "no tokenizer of " + model + " is at hand"));
        }
        boolean whole = Files.exists(folder.resolve("tokenizer.json"));
        if (!whole && !ByteLevelFiles.areIn(folder)) {
            return List.of(Judgement.skipped(NAME, "the folder of " + model + " has no tokenizer.json"));
        }
        Tokenizer tokenizer =
                open.computeIfAbsent(folder, path -> whole ? Tokenizer.open(path) : ByteLevelFiles.open(path));
        int[] ids = tokenizer.encode(one.whole().get("text").text());
        return List.of(Judgement.compared(NAME, 0, one.whole().get("ids"), () -> ids));
    }

    private static boolean serves(String folder, String model) {
        String name = plain(model.substring(model.lastIndexOf('/') + 1));
        String own = plain(folder);
        return !own.isEmpty() && (name.startsWith(own) || own.startsWith("qwen") && name.startsWith("qwen"));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    @Override
    public void close() {
        open.values().forEach(Tokenizer::close);
    }
}
