package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is expected with what we computed, name by name and element by element.
 *
 * <p>Numbers may differ by {@code relative} of the expected one or by {@code floor}, whichever is more; nan and the
 * infinities are equal to themselves, and null is nan: both say that there is no number.
 */
final class Comparison {

    /** Stands for a row that is not compared. */
    static final Object LEFT_OUT = "left out";

    private final double relative;
    private final double floor;
    private final List<String> differences = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    Comparison(double relative, double floor) {
        this.relative = relative;
        this.floor = floor;
    }

    /** What differs, the first few. */
    List<String> differences() {
        return differences;
    }

    /** Names that are expected and that we do not compute. */
    List<String> missing() {
        return missing;
    }

    void compare(String name, Value expected, @Nullable Object computed) {
        if (expected.isObject() && computed instanceof Map<?, ?> named) {
            expected.fields().forEach((key, value) -> {
                if (named.containsKey(key)) {
                    compare(name.isEmpty() ? key : name + "." + key, value, named.get(key));
                } else {
                    missing.add(key);
                }
            });
        } else if (computed == null) {
            differences.add(name + ": expected " + expected + ", ours is nothing");
        } else if (computed.equals(LEFT_OUT)) {
            return;
        } else if (expected.isList()) {
            if (!computed.getClass().isArray() || Array.getLength(computed) != expected.size()) {
                differences.add(name + ": expected " + expected.size() + " elements, ours has another shape");
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                compare(name + "[" + i + "]", expected.at(i), Array.get(computed, i));
            }
        } else if (!same(expected, computed)) {
            differences.add("%s: expected %s, ours is %s".formatted(name, expected, computed));
        }
    }

    private boolean same(Value expected, Object computed) {
        return switch (computed) {
            case Double number ->
                (expected.isNumber() || expected.isFlag() || expected.isNothing()) && close(expected.number(), number);
            case Integer number -> expected.isNumber() && close(expected.number(), number);
            // a property in words either holds or not
            case Boolean flag -> expected.isText() ? flag : flag == (expected.number() != 0);
            default -> expected.text().equals(computed.toString());
        };
    }

    private boolean close(double expected, double computed) {
        return Double.compare(expected, computed) == 0
                || Math.abs(expected - computed) <= Math.max(relative * Math.abs(expected), floor);
    }
}
