package io.akkord.policies.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Akkord itself needs to know of a {@code tokenizer.json}, read in one pass without building a tree.
 *
 * @param vocabulary one more than the largest id
 * @param special the special tokens and their ids
 */
record TokenizerFile(int vocabulary, Map<String, Integer> special) {

    private static final JsonFactory JSON = new JsonFactory();

    static TokenizerFile read(Path file) {
        var scan = new Scan();
        try (var input = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(input)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "added_tokens" -> scan.addedTokens(parser);
                    case "model" -> scan.model(parser);
                    default -> parser.skipChildren();
                }
            }
        } catch (JsonProcessingException broken) {
            throw new UserError(
                    file + " line " + broken.getLocation().getLineNr() + " is not JSON: " + broken.getOriginalMessage(),
                    broken);
        } catch (IOException failure) {
            throw new UserError(file + " cannot be read: " + failure.getMessage(), failure);
        }
        if (scan.largest < 0) {
            throw new UserError(file + " has no vocabulary; it must be a tokenizer.json of Hugging Face tokenizers");
        }
        return new TokenizerFile(scan.largest + 1, Map.copyOf(scan.special));
    }

    private static final class Scan {

        private int largest = -1;
        private final Map<String, Integer> special = new LinkedHashMap<>();

        void addedTokens(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                int id = -1;
                String content = "";
                boolean isSpecial = false;
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    switch (key) {
                        case "id" -> id = parser.getValueAsInt(-1);
                        case "content" -> content = parser.getValueAsString("");
                        case "special" -> isSpecial = parser.getValueAsBoolean();
                        default -> parser.skipChildren();
                    }
                }
                largest = Math.max(largest, id);
                if (isSpecial) {
                    special.put(content, id);
                }
            }
        }

        void model(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean vocabulary = parser.currentName().equals("vocab");
                JsonToken value = parser.nextToken();
                if (vocabulary && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        parser.nextToken();
                        largest = Math.max(largest, parser.getValueAsInt(-1));
                    }
                } else if (vocabulary && value == JsonToken.START_ARRAY) {
                    for (int id = 0; parser.nextToken() != JsonToken.END_ARRAY; id++) {
                        parser.skipChildren();
                        largest = Math.max(largest, id);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}
