package io.akkord.policies.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object on disk whose every complaint names file and key.
 *
 * <p>Each getter takes a key and throws a {@link UserError} where the value is there but not of its kind.
 */
public final class JsonFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final DefaultPrettyPrinter LAYOUT = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private final Path file;
    private final JsonNode json;

    private JsonFile(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads a file.
     *
     * @throws UserError where it cannot be read or is not a JSON object
     */
    public static JsonFile read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (!json.isObject()) {
                throw new UserError(file + " is not a JSON object");
            }
            return new JsonFile(file, json);
        } catch (JsonProcessingException broken) {
            throw new UserError(
                    file + " line " + broken.getLocation().getLineNr() + " is not JSON: " + broken.getOriginalMessage(),
                    broken);
        } catch (IOException failure) {
            throw new UserError(file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * Replaces a file, laid out as Python's {@code json.dumps(indent=2)} does.
     *
     * @param tree an object: nested maps, lists, texts, numbers, truths and nulls
     */
    public static void write(Path file, Object tree) {
        try {
            AtomicFile.write(file, JSON.writer(LAYOUT).writeValueAsString(tree) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", impossible);
        }
    }

    public Path file() {
        return file;
    }

    /** Whether a key is there and not null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** Whether a key is there, be it null. */
    public boolean mentions(String key) {
        return json.has(key);
    }

    public int positive(String key) {
        JsonNode value = json.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw wrong(key, "a whole number from 1");
        }
        return value.intValue();
    }

    public int positive(String key, int otherwise) {
        return has(key) ? positive(key) : otherwise;
    }

    public double positive(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.path(key);
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw wrong(key, "a number above 0");
        }
        return value.doubleValue();
    }

    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!json.path(key).isBoolean()) {
            throw wrong(key, "true or false");
        }
        return json.path(key).booleanValue();
    }

    public String text(String key, String otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!json.path(key).isTextual()) {
            throw wrong(key, "a text");
        }
        return json.path(key).textValue();
    }

    /** A list of texts; empty where it is absent. */
    public List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!json.path(key).isArray() || json.path(key).valueStream().anyMatch(item -> !item.isTextual())) {
            throw wrong(key, "a list of texts");
        }
        return json.path(key).valueStream().map(JsonNode::textValue).toList();
    }

    /** Whole numbers given as one or as a list; empty where there are none. */
    public List<Long> wholeNumbers(String key) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = json.path(key);
        List<JsonNode> items = value.isArray() ? value.valueStream().toList() : List.of(value);
        if (items.stream().anyMatch(item -> !item.isIntegralNumber() || !item.canConvertToLong())) {
            throw wrong(key, "a whole number or a list of whole numbers");
        }
        return items.stream().map(JsonNode::longValue).toList();
    }

    /** A map of texts, in the order of the file; empty where it is absent. */
    public Map<String, String> textMap(String key) {
        if (!has(key)) {
            return Map.of();
        }
        var map = new LinkedHashMap<String, String>();
        if (!json.path(key).isObject() || json.path(key).valueStream().anyMatch(item -> !item.isTextual())) {
            throw wrong(key, "a map of texts");
        }
        json.path(key).forEachEntry((name, value) -> map.put(name, value.textValue()));
        return map;
    }

    /** An object inside this one. */
    public Optional<JsonFile> object(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!json.path(key).isObject()) {
            throw wrong(key, "a JSON object");
        }
        return Optional.of(new JsonFile(file, json.path(key)));
    }

    /** The error for a key whose value is not {@code wanted}. */
    public UserError wrong(String key, String wanted) {
        String found = json.has(key) ? "is " + json.path(key) : "is missing";
        return new UserError(file + ": " + key + " " + found + "; it must be " + wanted);
    }
}
