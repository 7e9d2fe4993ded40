package io.akkord.configs.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of published results: {@code {"cases": [...]}}, or one flat object of names and numbers.
 *
 * @param name of the file, without its folder
 * @param root everything the file says
 */
public record VectorFile(String name, Value root) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /**
     * The {@code .json} files of a folder, in the order of their names.
     *
     * @throws UserError if it is no folder, holds no such file, or one of them is no JSON
     */
    public static List<VectorFile> readAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + " is no folder; name one that holds vector files, NAME.json");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<VectorFile> read = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(VectorFile::read)
                    .toList();
            if (read.isEmpty()) {
                throw new UserError(folder + " holds no vector file, NAME.json");
            }
            return read;
        } catch (IOException e) {
            throw new UserError(folder + " cannot be read: " + e, e);
        }
    }

    private static VectorFile read(Path file) {
        try {
            JsonNode root = JSON.readTree(file.toFile());
            return new VectorFile(String.valueOf(file.getFileName()), new Value(root));
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file + ":" + e.getLocation().getLineNr() + ": no valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e, e);
        }
    }

    /** The cases, none where the file has no such list. */
    public List<VectorCase> cases() {
        var cases = new ArrayList<VectorCase>();
        for (Value one : root.path("cases").elements()) {
            cases.add(new VectorCase(cases.size() + 1, one.text("fn", one.text("test", "")), one));
        }
        return cases;
    }

    /** Whether it is one flat object whose fields are numbers or lists of them. */
    public boolean isFlat() {
        return root.size() > 0
                && root.fields().values().stream().allMatch(value -> value.isNumber() || value.isList())
                && !root.has("cases");
    }
}
