package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Reads the conformance vectors that lie beside the repository, and compares what we compute with what they say. */
final class Vectors {

    private static final Path SHARED = Path.of("..", "..", "shared");

    private Vectors() {}

    /** One case: a function of a peer's, what went in, what came out. */
    record Case(String function, JsonNode inputs, JsonNode expected, double tolerance) {}

    /** A file of the shared folder; the calling test is skipped where there is none. */
    static JsonNode read(String path) {
        Path file = SHARED.resolve(path);
        Assumptions.assumeTrue(Files.exists(file), "the shared folder with " + path + " is not beside this checkout");
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases of a file, compared within 1e-6 relative unless they say otherwise. */
    static List<Case> cases(String file, double tolerance) {
        var cases = new ArrayList<Case>();
        for (JsonNode node : read("vectors/" + file).get("cases")) {
            String function =
                    node.has("fn") ? node.get("fn").asText() : node.get("test").asText();
            double own = node.has("tol") ? node.get("tol").asDouble() : tolerance;
            cases.add(new Case(function, node.get("inputs"), node.get("expected"), own));
        }
        return cases;
    }

    /** Every named number that is expected must have been computed. */
    static void compare(Case one, Map<String, Object> computed) {
        compare(one.function, one.expected, computed, one.tolerance);
    }

    static void compare(String name, JsonNode expected, @Nullable Object computed, double tolerance) {
        assertNotNull(computed, name + " is expected but not computed");
        if (expected.isArray()) {
            assertEquals(expected.size(), Array.getLength(computed), name + " length");
            for (int i = 0; i < expected.size(); i++) {
                compare(name + "[" + i + "]", expected.get(i), Array.get(computed, i), tolerance);
            }
        } else if (expected.isObject()) {
            Map<?, ?> named = (Map<?, ?>) computed;
            expected.properties()
                    .forEach(entry -> compare(
                            name + "." + entry.getKey(), entry.getValue(), named.get(entry.getKey()), tolerance));
        } else {
            double number = expected.asDouble();
            assertEquals(number, (double) computed, tolerance * Math.abs(number) + 1e-9, name);
        }
    }

    /** {@code [rows][columns]}; a flat array is one row. */
    static double[][] grid(JsonNode node) {
        if (!node.get(0).isArray()) {
            return new double[][] {row(node)};
        }
        var grid = new double[node.size()][];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = row(node.get(i));
        }
        return grid;
    }

    static double[] row(JsonNode node) {
        var row = new double[node.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = node.get(i).asDouble();
        }
        return row;
    }

    /** A mask of zeros and ones; true everywhere in the shape of {@code like} where the case has none. */
    static boolean[][] mask(JsonNode inputs, String name, double[][] like) {
        if (!inputs.has(name)) {
            return Rollouts.everywhere(like);
        }
        double[][] ones = grid(inputs.get(name));
        var mask = new boolean[ones.length][];
        for (int i = 0; i < ones.length; i++) {
            mask[i] = new boolean[ones[i].length];
            for (int t = 0; t < ones[i].length; t++) {
                mask[i][t] = ones[i][t] != 0;
            }
        }
        return mask;
    }

    /** A number, or {@code otherwise} where the case has none or null. */
    static double number(JsonNode inputs, String name, double otherwise) {
        return inputs.path(name).isNumber() ? inputs.get(name).asDouble() : otherwise;
    }
}
