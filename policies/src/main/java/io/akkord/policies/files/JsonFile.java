package io.akkord.policies.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JSON object on disk whose every complaint names file and key.
 *
 * @param file where it was read
 * @param json its content
 */
public record JsonFile(Path file, JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final DefaultPrettyPrinter LAYOUT = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

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

    /** Replaces a file, laid out as Python's {@code json.dumps(indent=2)} does. */
    public static void write(Path file, ObjectNode json) {
        try {
            AtomicFile.write(file, JSON.writer(LAYOUT).writeValueAsString(json) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", impossible);
        }
    }

    /** A key that is there and not null. */
    public boolean has(String key) {
        return json.hasNonNull(key);
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
        return json.path(key).asText(otherwise);
    }

    /** The error for a key whose value is not {@code wanted}. */
    public UserError wrong(String key, String wanted) {
        String found = json.has(key) ? "is " + json.path(key) : "is missing";
        return new UserError(file + ": " + key + " " + found + "; it must be " + wanted);
    }
}
