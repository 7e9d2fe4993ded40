package io.akkord.tests.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Collects the cases of one file; its numbers to try come from a seed and have three decimals. */
final class CaseWriter {

    private final List<Map<String, Object>> cases = new ArrayList<>();
    private final Random random;

    CaseWriter(long seed) {
        random = new Random(seed);
    }

    /** Names and values in turn. */
    static Map<String, Object> named(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return map;
    }

    void add(String function, Map<String, Object> inputs, Map<String, Object> expected) {
        cases.add(named("fn", function, "inputs", inputs, "expected", expected));
    }

    /** A case of another shape. */
    void add(Object... namesAndValues) {
        cases.add(named(namesAndValues));
    }

    double number(double least, double most) {
        return Math.round(1000 * (least + random.nextDouble() * (most - least))) / 1000.0;
    }

    double[] numbers(int count, double least, double most) {
        return IntStream.range(0, count).mapToDouble(i -> number(least, most)).toArray();
    }

    double[][] grid(int rows, int columns, double least, double most) {
        return IntStream.range(0, rows)
                .mapToObj(i -> numbers(columns, least, most))
                .toArray(double[][]::new);
    }

    /** The file, a case on each line. */
    String text(String source) {
        var json = new ObjectMapper();
        try {
            var text = new StringBuilder("{\"source\": ")
                    .append(json.writeValueAsString(source))
                    .append(", \"cases\": [\n");
            for (int i = 0; i < cases.size(); i++) {
                text.append(json.writeValueAsString(cases.get(i))).append(i < cases.size() - 1 ? ",\n" : "\n");
            }
            return text.append("]}\n").toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
