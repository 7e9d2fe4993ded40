package io.akkord.configs.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSONL file, which says its line when a field is not what it should be.
 *
 * @param number counted from 1, blank lines too
 */
record JsonLine(Path path, int number, JsonNode object) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads every line that is not blank.
     *
     * @throws UserError with file and line if a line is no JSON object or {@code row} refuses it, or if there is no line
     */
    static <T> List<T> readAll(Path path, Function<JsonLine, T> row) {
        List<String> lines = TextFile.lines(path);
        var rows = new ArrayList<T>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row.apply(parse(path, i + 1, lines.get(i))));
            }
        }
        return TextFile.someOf(path, rows, "rows");
    }

    private static JsonLine parse(Path path, int number, String line) {
        try {
            JsonNode object = MAPPER.readTree(line);
            if (!object.isObject()) {
                throw new UserError(path + ":" + number + ": must be one JSON object, was " + kind(object)
                        + "; write each row on a line of its own, such as {\"prompt\": \"...\"}");
            }
            return new JsonLine(path, number, object);
        } catch (JsonProcessingException e) {
            String what = e instanceof MismatchedInputException
                    ? "holds more than one value; write each row on a line of its own"
                    : "no valid JSON: " + e.getOriginalMessage();
            throw new UserError(path + ":" + number + ": " + what, e);
        }
    }

    /** A field that must be text. */
    String text(String field) {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw wrong("field \"" + field + "\" must be text, was " + kind(value));
        }
        return value.textValue();
    }

    /** A field that may be absent, and must be a finite number where it is there. */
    double number(String field, double absent) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong("field \"" + field + "\" must be a number, was " + kind(value));
        }
        return value.doubleValue();
    }

    /** A field that may be absent, and must be a number in [0, 1] where it is there. */
    double share(String field, double absent) {
        double value = number(field, absent);
        if (!(value >= 0 && value <= 1)) {
            throw wrong("field \"" + field + "\" must lie in [0, 1], was " + value);
        }
        return value;
    }

    /** A field that must be true or false. */
    boolean flag(String field) {
        JsonNode value = required(field);
        if (!value.isBoolean()) {
            throw wrong("field \"" + field + "\" must be true or false, was " + kind(value));
        }
        return value.booleanValue();
    }

    /** Refuses a row that has none of these fields. */
    void requireOneOf(List<String> fields) {
        if (fields.stream().noneMatch(object::hasNonNull)) {
            throw wrong("has no field \"" + String.join("\" or \"", fields) + "\", only " + String.join(", ", names()));
        }
    }

    /** A field that may be absent, and must be a list of whole numbers where it is there. */
    int[] wholeNumbers(String field) {
        JsonNode value = object.path(field);
        var numbers = new int[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!value.path(i).canConvertToInt()) {
                throw wrong("field \"" + field + "\" must be a list of whole numbers, has " + value.path(i));
            }
            numbers[i] = value.path(i).intValue();
        }
        return numbers;
    }

    /** A field that is a number, true for 1, false for 0, or null for NaN; null where it is absent. */
    @Nullable Double score(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return null;
        }
        if (value.isNull()) {
            return Double.NaN;
        }
        return value.isBoolean() ? Double.valueOf(value.booleanValue() ? 1 : 0) : Double.valueOf(number(field, 0));
    }

    private JsonNode required(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            throw wrong("has no field \"" + field + "\", only " + String.join(", ", names()));
        }
        return value;
    }

    /** All fields save some as text: objects and lists as JSON, null not at all. */
    Map<String, String> labels(Set<String> but) {
        var labels = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (!value.isNull() && !but.contains(field.getKey())) {
                labels.put(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
            }
        }
        return labels;
    }

    private UserError wrong(String sentence) {
        return new UserError(path + ":" + number + ": " + sentence);
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? List.of("none") : names;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "the number " + value.asText();
            case BOOLEAN -> value.asText();
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "something else";
        };
    }
}
