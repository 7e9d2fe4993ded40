package io.akkord.policies.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the JSON header of a safetensors file says, checked against the bytes that follow it.
 *
 * <p>Nothing in the header is believed: names are unique, every range lies in the file and has the length that its shape
 * and type need, and the ranges cover the data without overlap or gap, as the format demands.
 *
 * @param metadata free text of the writer
 * @param entries tensors by ascending offset
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

    /**
     * One tensor of the file.
     *
     * @param begin first byte, counted from the end of the header
     * @param end one past the last byte
     */
    record Entry(String name, DType type, long[] shape, long begin, long end) {}

    private static final String METADATA = "__metadata__";

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /**
     * Reads and checks a header.
     *
     * @param file how messages name the file
     * @param json the header's bytes, padding included
     * @param dataBytes how many bytes follow the header
     * @throws UserError where the header contradicts itself, the format or the file
     */
    static SafetensorsHeader parse(String file, byte[] json, long dataBytes) {
        var metadata = new LinkedHashMap<String, String>();
        var entries = new ArrayList<Entry>();
        try (JsonParser parser = JSON.createParser(new String(json, StandardCharsets.UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw damaged(file, "its header is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                JsonNode value = JSON.readTree(parser);
                if (name.equals(METADATA)) {
                    readMetadata(file, value, metadata);
                } else {
                    entries.add(entry(file, name, value));
                }
            }
            if (parser.nextToken() != null) {
                throw damaged(file, "text follows the JSON object in its header");
            }
        } catch (JsonProcessingException broken) {
            throw damaged(file, "its header is not JSON (" + broken.getOriginalMessage() + ")");
        } catch (IOException impossible) {
            throw new IllegalStateException("a header in memory cannot fail to be read", impossible);
        }
        entries.sort((one, other) ->
                one.begin != other.begin ? Long.compare(one.begin, other.begin) : Long.compare(one.end, other.end));
        checkCoverage(file, entries, dataBytes);
        return new SafetensorsHeader(metadata, entries);
    }

    private static void readMetadata(String file, JsonNode value, Map<String, String> into) {
        if (!value.isObject() || value.valueStream().anyMatch(text -> !text.isTextual())) {
            throw damaged(file, "its __metadata__ is not a map of text to text");
        }
        value.forEachEntry((key, text) -> into.put(key, text.textValue()));
    }

    private static Entry entry(String file, String name, JsonNode value) {
        DType type = type(file, name, value.path("dtype"));
        long[] shape = naturals(file, name, "shape", value.path("shape"));
        long[] offsets = naturals(file, name, "data_offsets", value.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw damaged(
                    file,
                    "data_offsets of " + name + " are " + Arrays.toString(offsets)
                            + " where [begin, end] with begin <= end belongs");
        }
        if (value.size() != 3) {
            throw damaged(file, name + " has other keys than dtype, shape and data_offsets");
        }
        long needed;
        try {
            needed = type.bytes();
            for (long size : shape) {
                needed = Math.multiplyExact(needed, size);
            }
        } catch (ArithmeticException overflow) {
            throw damaged(file, "shape " + Arrays.toString(shape) + " of " + name + " is larger than any file");
        }
        if (needed != offsets[1] - offsets[0]) {
            throw damaged(
                    file,
                    name + " of shape " + Arrays.toString(shape) + " in " + type + " needs " + needed
                            + " bytes, but its data_offsets hold " + (offsets[1] - offsets[0]));
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private static DType type(String file, String name, JsonNode value) {
        for (DType type : DType.values()) {
            if (type.name().equals(value.textValue())) {
                return type;
            }
        }
        if (!value.isTextual()) {
            throw damaged(file, "dtype of " + name + " is missing");
        }
        throw new UserError(file + ": dtype " + value + " of " + name + " is not one of "
                + Arrays.toString(DType.values()) + "; convert the model to one of these");
    }

    private static long[] naturals(String file, String name, String key, JsonNode value) {
        boolean natural = value.isArray()
                && value.valueStream()
                        .allMatch(number ->
                                number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0);
        if (!natural) {
            throw damaged(file, key + " of " + name + " is not a list of whole numbers from 0");
        }
        return value.valueStream().mapToLong(JsonNode::longValue).toArray();
    }

    private static void checkCoverage(String file, List<Entry> entries, long dataBytes) {
        long covered = 0;
        String previous = "the header";
        for (Entry entry : entries) {
            if (entry.end > dataBytes) {
                throw damaged(
                        file,
                        entry.name + " ends at byte " + entry.end + " of the data, but only " + dataBytes
                                + " bytes are there: the file is cut off");
            }
            if (entry.begin < covered) {
                throw damaged(file, entry.name + " overlaps " + previous);
            }
            if (entry.begin > covered) {
                throw damaged(
                        file,
                        (entry.begin - covered) + " bytes between " + previous + " and " + entry.name
                                + " belong to no tensor");
            }
            covered = entry.end;
            previous = entry.name;
        }
        if (covered < dataBytes) {
            throw damaged(file, (dataBytes - covered) + " bytes after " + previous + " belong to no tensor");
        }
    }

    /** One sentence for a file that no writer of the format would make. */
    static UserError damaged(String file, String fault) {
        return new UserError(file + " is not a sound safetensors file: " + fault + "; copy or download it again");
    }
}
