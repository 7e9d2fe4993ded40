package io.akkord.configs.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A value of a vector file: a number, text, a list, an object, or nothing.
 *
 * <p>What is asked for and not there is an {@link Absent}, so that a case with other inputs is told apart from a wrong answer.
 * Python writes nan and the infinities as bare words or as text; both are numbers here.
 */
public final class Value {

    /** A case lacks what is needed to run it. */
    public static final class Absent extends RuntimeException {

        private static final long serialVersionUID = 1;

        Absent(String message) {
            super(message);
        }
    }

    private final JsonNode node;

    Value(JsonNode node) {
        this.node = node;
    }

    /** Nothing. */
    static Value nothing() {
        return new Value(MissingNode.getInstance());
    }

    /** Whether a field is there, be it null. */
    public boolean has(String field) {
        return node.has(field);
    }

    /** Whether all these fields are there. */
    public boolean hasAll(String... fields) {
        return List.of(fields).stream().allMatch(node::has);
    }

    /**
     * A field.
     *
     * @throws Absent if there is none of that name
     */
    public Value get(String field) {
        if (!node.has(field)) {
            throw new Absent("says nothing of " + field);
        }
        return new Value(node.get(field));
    }

    /** A field, or nothing. */
    public Value path(String field) {
        return new Value(node.path(field));
    }

    /** An element of a list, or nothing. */
    public Value at(int index) {
        return new Value(node.path(index));
    }

    /** Elements of a list, fields of an object. */
    public int size() {
        return node.size();
    }

    /** The elements of a list, none where it is no list. */
    public List<Value> elements() {
        var elements = new ArrayList<Value>();
        if (node.isArray()) {
            node.forEach(element -> elements.add(new Value(element)));
        }
        return elements;
    }

    /** The fields of an object in their order, none where it is no object. */
    public Map<String, Value> fields() {
        var fields = new LinkedHashMap<String, Value>();
        node.properties().forEach(field -> fields.put(field.getKey(), new Value(field.getValue())));
        return fields;
    }

    /** Whether it is absent or null. */
    public boolean isNothing() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isList() {
        return node.isArray();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isText() {
        return node.isTextual() && special() == null;
    }

    public boolean isFlag() {
        return node.isBoolean();
    }

    /** Whether it is a number, nan and the infinities among them. */
    public boolean isNumber() {
        return node.isNumber() || special() != null;
    }

    /**
     * The number; true is 1, false 0 and null NaN.
     *
     * @throws Absent if it is none
     */
    public double number() {
        Double special = special();
        if (special != null) {
            return special;
        }
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        if (node.isNull()) {
            return Double.NaN;
        }
        if (!node.isNumber()) {
            throw new Absent("has " + shown() + " where a number is needed");
        }
        return node.doubleValue();
    }

    private @Nullable Double special() {
        if (!node.isTextual()) {
            return null;
        }
        return switch (node.textValue()) {
            case "nan", "NaN" -> Double.NaN;
            case "inf", "+inf", "Infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    /** The number of a field, or {@code otherwise} where there is none or it is null. */
    public double number(String field, double otherwise) {
        Value value = path(field);
        return value.isNothing() ? otherwise : value.number();
    }

    /** The whole number. */
    public int integer() {
        return (int) number();
    }

    /** Whether it is true; nothing is false. */
    public boolean flag() {
        return node.asBoolean();
    }

    /** Text as it stands, and anything else as JSON. */
    public String text() {
        return node.isTextual() ? node.textValue() : node.toString();
    }

    /** The text of a field, or {@code otherwise} where there is none or it is null. */
    public String text(String field, String otherwise) {
        Value value = path(field);
        return value.isNothing() ? otherwise : value.text();
    }

    /** The numbers of a list, {@code [elements]}. */
    public double[] row() {
        return elements().stream().mapToDouble(Value::number).toArray();
    }

    /** The numbers of a list of lists, {@code [rows][columns]}; a flat list is one row. */
    public double[][] grid() {
        if (!at(0).isList()) {
            return new double[][] {row()};
        }
        return elements().stream().map(Value::row).toArray(double[][]::new);
    }

    /**
     * A mask of zeros and ones, true for ones; true everywhere in the shape of {@code like} where there is no such field.
     *
     * @param like {@code [rows][columns]}
     */
    public boolean[][] mask(String field, double[][] like) {
        boolean everywhere = path(field).isNothing();
        double[][] ones = everywhere ? like : get(field).grid();
        return IntStream.range(0, ones.length)
                .mapToObj(i -> {
                    var row = new boolean[ones[i].length];
                    for (int t = 0; t < row.length; t++) {
                        row[t] = everywhere || ones[i][t] != 0;
                    }
                    return row;
                })
                .toArray(boolean[][]::new);
    }

    /** What it is in plain Java: text, numbers, flags, lists, maps and null. */
    public @Nullable Object plain() {
        if (node.isArray()) {
            return new ArrayList<@Nullable Object>(
                    elements().stream().map(Value::plain).toList());
        }
        if (node.isObject()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            fields().forEach((name, value) -> map.put(name, value.plain()));
            return map;
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToInt() ? (Object) node.intValue() : (Object) node.longValue();
        }
        return node.isNumber()
                ? (Object) node.doubleValue()
                : node.isBoolean() ? (Object) node.booleanValue() : isNothing() ? null : node.asText();
    }

    /** Its beginning as JSON, for a person. */
    public String shown() {
        String json = node.toString();
        return json.isEmpty() ? "nothing" : json.length() <= 60 ? json : json.substring(0, 60) + "...";
    }

    @Override
    public String toString() {
        return shown();
    }
}
