package io.akkord.configs.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words and their weights: a JSON object such as AFINN's, or lines of word, tab, weight such as VADER's, whose further
 * columns are ignored.
 */
public final class LexiconFile {

    private LexiconFile() {}

    /**
     * Reads a lexicon.
     *
     * @throws UserError with file and line or word if it is neither form, or empty
     */
    public static Map<String, Double> read(Path path) {
        List<String> lines = TextFile.lines(path);
        String first =
                lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
        Map<String, Double> words = first.stripLeading().startsWith("{") ? json(path, lines) : columns(path, lines);
        if (words.isEmpty()) {
            throw new UserError(
                    path + ": holds no words; a lexicon is {\"good\": 3, ...} or lines of word, tab, weight");
        }
        return words;
    }

    private static Map<String, Double> json(Path path, List<String> lines) {
        try {
            var words = new LinkedHashMap<String, Double>();
            for (Map.Entry<String, JsonNode> field :
                    new JsonMapper().readTree(String.join("\n", lines)).properties()) {
                if (!field.getValue().isNumber()) {
                    throw new UserError(path + ": the weight of \"" + field.getKey() + "\" must be a number, was "
                            + field.getValue());
                }
                words.put(field.getKey(), field.getValue().doubleValue());
            }
            return words;
        } catch (JsonProcessingException e) {
            throw new UserError(
                    path + ":" + e.getLocation().getLineNr() + ": no valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Double> columns(Path path, List<String> lines) {
        var words = new LinkedHashMap<String, Double>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] columns = lines.get(i).split("\t", -1);
            try {
                words.put(columns[0], Double.parseDouble(columns[1].strip()));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new UserError(
                        path + ":" + (i + 1) + ": must be a word, a tab and a weight, was \"" + lines.get(i) + '"', e);
            }
        }
        return words;
    }
}
