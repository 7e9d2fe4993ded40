package io.akkord.configs.hocon;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Part of a configuration with its path, which reports instead of throwing.
 *
 * @param object the keys and values
 * @param path where it stands, {@code ""} for the root
 * @param problems where faults go
 */
public record Section(ConfigObject object, String path, ConfigProblems problems) {

    /** A key as one would type it on the command line. */
    public String full(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    public Set<String> keys() {
        return object.keySet();
    }

    /** The value of a key, unless it is absent or null. */
    public Optional<ConfigValue> value(String key) {
        return Optional.ofNullable(object.get(key)).filter(value -> value.valueType() != ConfigValueType.NULL);
    }

    /** The section under a key; empty where the key is absent, and where its value is no section, which is reported. */
    public Optional<Section> section(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof ConfigObject inner) {
                return Optional.of(new Section(inner, full(key), problems));
            }
            problem(key, "must be a section { ... }, was " + shown(value));
            return Optional.empty();
        });
    }

    /** The text under a key; empty where the key is absent, and where its value is no text, which is reported. */
    public Optional<String> text(String key) {
        return value(key).flatMap(value -> {
            if (value.valueType() == ConfigValueType.STRING) {
                return Optional.of((String) value.unwrapped());
            }
            problem(key, "must be text, was " + shown(value));
            return Optional.empty();
        });
    }

    /** These keys over {@code defaults}. */
    public Section withDefaults(ConfigObject defaults) {
        return new Section(object.withFallback(defaults), path, problems);
    }

    /** Reports a fault of one key, at its line if somebody wrote it, else at the line of the {@code kind} that asks for it. */
    public void problem(String key, String sentence) {
        ConfigOrigin origin = Stream.of(key, "kind")
                .flatMap(one -> Stream.ofNullable(object.get(one)))
                .map(ConfigValue::origin)
                .filter(problems.origins()::isWritten)
                .findFirst()
                .orElse(object.origin());
        problems.add(origin, full(key), sentence);
    }

    /** Reports a fault of a key in a section, which may be absent. */
    public void problem(String section, String key, String sentence) {
        section(section)
                .ifPresentOrElse(inner -> inner.problem(key, sentence), () -> problem(section + "." + key, sentence));
    }

    /**
     * Reports why a record refused this section. Such a sentence starts with the key it is about, where it is about one,
     * or with that of a key in a section of it, such as {@code sampling.samples}: the user is then sent to that key's line.
     */
    public void refused(String sentence) {
        String first = sentence.split(" ", 2)[0];
        String outer = first.substring(0, Math.max(0, first.indexOf('.')));
        if (object.get(outer) instanceof ConfigObject inner) {
            new Section(inner, full(outer), problems).refused(sentence.substring(outer.length() + 1));
        } else if (object.containsKey(first)) {
            problem(first, sentence.substring(first.length()).strip());
        } else {
            problems.add(object.origin(), path, sentence);
        }
    }

    /** Reports every key that is not {@code known}. */
    public void refuseAllBut(Collection<String> known) {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                problem(key, "unknown key, " + Keys.suggestion(key, known));
            }
        }
    }

    /** A value as the user may have written it, on one line. */
    static String shown(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "a section";
            case LIST -> "a list";
            case STRING -> '"' + String.valueOf(value.unwrapped()) + '"';
            case NUMBER, BOOLEAN, NULL -> String.valueOf(value.unwrapped());
        };
    }
}
