package io.akkord.configs.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A value in a JSON file, which says where it stands when it is not what it should be.
 *
 * @param key the way to it, such as {@code options.actor_gen[3]}; empty for the whole file
 */
record Entry(Path file, String key, JsonNode value) {

    /** Sums of a thousand of these fit in a {@code long}, and each in a {@code double} exactly. */
    static final long MOST = 1L << 53;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * The whole of a file.
     *
     * @throws UserError if there is no such file, or it is no JSON object; with the line
     */
    static Entry read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": there is no such file");
        }
        try {
            var root = new Entry(file, "", JSON.readTree(file.toFile()));
            if (!root.value.isObject()) {
                throw root.wrong("must be one JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file + ":" + e.getLocation().getLineNr() + ": no valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e, e);
        }
    }

    boolean has(String field) {
        return value.hasNonNull(field);
    }

    /** A field that must be there. */
    Entry field(String field) {
        if (!value.isObject()) {
            throw wrong("must be an object with the key \"" + field + "\", was " + shown());
        }
        if (!has(field)) {
            throw wrong("has no key \"" + field + "\"");
        }
        return new Entry(file, key.isEmpty() ? field : key + "." + field, value.path(field));
    }

    /** The fields of an object, in their order. */
    Map<String, Entry> fields() {
        if (!value.isObject()) {
            throw wrong("must be an object, was " + shown());
        }
        var fields = new LinkedHashMap<String, Entry>();
        value.properties()
                .forEach(field -> fields.put(
                        field.getKey(), new Entry(file, key + "[\"" + field.getKey() + "\"]", field.getValue())));
        return fields;
    }

    /** The elements of a list. */
    List<Entry> elements() {
        if (!value.isArray()) {
            throw wrong("must be a list, was " + shown());
        }
        return IntStream.range(0, value.size())
                .mapToObj(i -> new Entry(file, key + "[" + i + "]", value.path(i)))
                .toList();
    }

    /** The elements of a list of a known length, whose meaning is said where it is wrong. */
    List<Entry> elements(int count, String meaning) {
        if (!value.isArray() || value.size() != count) {
            throw wrong("must be " + meaning + ", was " + shown());
        }
        return elements();
    }

    String text() {
        if (!value.isTextual()) {
            throw wrong("must be text, was " + shown());
        }
        return value.textValue();
    }

    /** A whole number of at least {@code least}, at most {@code most}. */
    long whole(long least, long most) {
        boolean whole = value.canConvertToExactIntegral() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            throw wrong("must be a whole number from " + least + " to " + most + ", was " + shown());
        }
        return value.longValue();
    }

    int count() {
        return (int) whole(1, Integer.MAX_VALUE);
    }

    UserError wrong(String sentence) {
        return new UserError(file + ": " + (key.isEmpty() ? "the file" : key) + " " + sentence);
    }

    private String shown() {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
