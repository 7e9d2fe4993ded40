package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one instruction, read as what its kind needs; a wrong one is refused in a sentence that names it. */
record Arguments(String id, Map<String, ?> values) {

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A count of things, 0 or more. */
    int count(String name) {
        Object value = values.get(name);
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= 0
                && number.doubleValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong(name, "a whole number of at least 0", value);
    }

    /** A place in a row of things, 1 or more. */
    int place(String name) {
        int place = count(name);
        if (place == 0) {
            throw wrong(name, "a whole number of at least 1", place);
        }
        return place;
    }

    double percentage(String name) {
        if (values.get(name) instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 100) {
            return number.doubleValue();
        }
        throw wrong(name, "a percentage between 0 and 100", values.get(name));
    }

    /** Text with something other than blanks in it. */
    String text(String name) {
        if (values.get(name) instanceof String text && !Words.strip(text).isEmpty()) {
            return text;
        }
        throw wrong(name, "text", values.get(name));
    }

    /** Text without the blanks around it. */
    String word(String name) {
        return Words.strip(text(name));
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        if (values.get(name) instanceof Collection<?> several) {
            for (Object one : several) {
                if (!(one instanceof String text) || text.isEmpty()) {
                    throw wrong(name, "a list of texts", values.get(name));
                }
                texts.add(text);
            }
        }
        if (texts.isEmpty()) {
            throw wrong(name, "a list of texts", values.get(name));
        }
        return texts;
    }

    Relation relation(String name) {
        Relation relation = values.get(name) instanceof String words ? Relation.called(words) : null;
        if (relation == null) {
            throw wrong(name, Relation.names(), values.get(name));
        }
        return relation;
    }

    IllegalArgumentException wrong(String name, String right, @Nullable Object value) {
        String found = value == null
                ? "has none"
                : "has " + (value instanceof String ? '"' + brief(value) + '"' : brief(value));
        return new IllegalArgumentException("instruction " + id + " needs " + name + " to be " + right + ", " + found);
    }

    private static String brief(Object value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
