package io.akkord.configs.hocon;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record from a section whose keys are its components in kebab-case.
 *
 * <p>So a setting exists once, as a record component: its key, its type and its range (the record's own check) all
 * follow, and nothing is registered anywhere. A component whose type is a sealed interface is written flat: {@code
 * kind} names one of its records, whose keys stand beside the others. The price is reflection at start-up, a
 * millisecond.
 */
public final class RecordReader {

    private final ConfigProblems problems;
    private final ValueReader values;
    private final Function<Class<?>, ConfigObject> defaults;
    private final Map<Class<?>, Function<ConfigValue, ?>> conversions = new HashMap<>();

    /**
     * A reader.
     *
     * @param problems where faults go
     * @param defaults what a record that {@code kind} names falls back to
     */
    public RecordReader(ConfigProblems problems, Function<Class<?>, ConfigObject> defaults) {
        this.problems = problems;
        this.values = new ValueReader(problems);
        this.defaults = defaults;
    }

    /** Teaches the reader a type that is written as one value. */
    public <T> RecordReader with(Class<T> type, Function<ConfigValue, T> conversion) {
        conversions.put(type, conversion);
        return this;
    }

    /**
     * Reads a record and refuses keys it does not know.
     *
     * @param alsoKnown keys of the same section that somebody else reads
     * @return empty if anything was wrong, which is then among the problems
     */
    public <T> Optional<T> read(Class<T> type, Section section, Collection<String> alsoKnown) {
        var known = new LinkedHashSet<>(alsoKnown);
        Optional<T> record = readLoosely(type, section, known);
        section.refuseAllBut(known);
        return record;
    }

    private <T> Optional<T> readLoosely(Class<T> type, Section section, Set<String> known) {
        RecordComponent[] components = type.getRecordComponents();
        var arguments = new @Nullable Object[components.length];
        int before = problems.count();
        for (int i = 0; i < components.length; i++) {
            arguments[i] = argument(components[i], section, known);
        }
        return problems.count() > before ? Optional.empty() : construct(type, components, arguments, section);
    }

    private @Nullable Object argument(RecordComponent component, Section section, Set<String> known) {
        if (Keys.liesFlat(component.getType())) {
            return kind(component.getType(), section, known);
        }
        String key = Keys.kebab(component.getName());
        known.add(key);
        Optional<ConfigValue> value = section.value(key);
        if (value.isEmpty() && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            Example example = component.getAnnotation(Example.class);
            section.problem(
                    key,
                    example == null
                            ? "must be given"
                            : "must be given, such as " + section.full(key) + "=" + example.value());
        }
        return value.map(given -> value(component.getGenericType(), component.getName(), given, section.full(key)))
                .orElse(null);
    }

    /** The record that {@code kind} names, its keys taken from the same section. */
    private @Nullable Object kind(Class<?> sealed, Section section, Set<String> known) {
        known.add("kind");
        List<Class<?>> kinds = Arrays.asList(sealed.getPermittedSubclasses());
        List<String> names =
                kinds.stream().map(kind -> Keys.kebab(kind.getSimpleName())).toList();
        Optional<String> name = section.text("kind");
        if (name.isEmpty()) {
            if (section.value("kind").isEmpty()) {
                section.problem("kind", "must be given, one of " + String.join(", ", names));
            }
            known.addAll(section.keys());
            return null;
        }
        if (!names.contains(name.get())) {
            section.problem("kind", "must be one of " + String.join(", ", names) + ", was \"" + name.get() + '"');
            known.addAll(section.keys());
            return null;
        }
        Class<?> kind = kinds.get(names.indexOf(name.get()));
        known.addAll(leftBehind(kinds, section));
        return readLoosely(kind, section.withDefaults(defaults.apply(kind)), known)
                .orElse(null);
    }

    /** Keys of other kinds that stayed when a file or the command line replaced the {@code kind} of an included file. */
    private List<String> leftBehind(List<Class<?>> kinds, Section section) {
        ConfigOrigin chosen = section.value("kind").orElseThrow().origin();
        return kinds.stream()
                .flatMap(kind -> Keys.of(kind).stream())
                .filter(key -> section.value(key)
                        .filter(value -> problems.origins().overrules(chosen, value.origin()))
                        .isPresent())
                .toList();
    }

    private @Nullable Object value(Type type, String name, ConfigValue value, String key) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], name, value, key);
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            var keys = (Class<?>) map.getActualTypeArguments()[0];
            Type each = map.getActualTypeArguments()[1];
            return keys == String.class ? named((Class<?>) each, value, key) : map(keys, each, name, value, key);
        }
        var raw = (Class<?>) type;
        Function<ConfigValue, ?> conversion = conversions.get(raw);
        if (conversion != null) {
            return conversion.apply(value);
        } else if (ValueReader.reads(raw)) {
            return values.read(raw, name, value, key).orElse(null);
        } else if (raw.isRecord()) {
            if (value instanceof ConfigObject object) {
                return read(raw, new Section(object, key, problems), List.of()).orElse(null);
            }
            problems.add(value.origin(), key, "must be a section { ... }, was " + Section.shown(value));
            return null;
        }
        throw new IllegalStateException("settings cannot hold " + raw.getName() + " (" + key + ")");
    }

    private @Nullable Object list(Type element, String name, ConfigValue value, String key) {
        if (!(value instanceof ConfigList list)) {
            problems.add(value.origin(), key, "must be a list [ ... ], was " + Section.shown(value));
            return null;
        }
        var elements = new ArrayList<Object>();
        for (ConfigValue one : list) {
            Object read = value(element, name, one, key + "[" + elements.size() + "]");
            if (read != null) {
                elements.add(read);
            }
        }
        return elements;
    }

    /** A section whose keys are the constants of an enum, as many as are given. */
    private @Nullable Object map(Class<?> constants, Type type, String name, ConfigValue value, String key) {
        if (!(value instanceof ConfigObject object)) {
            problems.add(value.origin(), key, "must be a section { ... }, was " + Section.shown(value));
            return null;
        }
        var section = new Section(object, key, problems);
        var entries = new LinkedHashMap<Object, Object>();
        var known = new ArrayList<String>();
        for (Object constant : constants.getEnumConstants()) {
            String one = Keys.kebab((Enum<?>) constant);
            known.add(one);
            section.value(one)
                    .map(given -> value(type, name, given, section.full(one)))
                    .ifPresent(read -> entries.put(constant, read));
        }
        section.refuseAllBut(known);
        return entries;
    }

    /** A section of sections, each under a name of its writer's, which fall back to the defaults of their record. */
    private @Nullable Object named(Class<?> record, ConfigValue value, String key) {
        if (!(value instanceof ConfigObject object)) {
            problems.add(value.origin(), key, "must be a section { ... }, was " + Section.shown(value));
            return null;
        }
        var section = new Section(object, key, problems);
        var entries = new LinkedHashMap<String, Object>();
        for (String one : new TreeSet<>(section.keys())) {
            if (object.get(one) instanceof ConfigObject inner) {
                var under = new Section(inner, section.full(ConfigUtil.joinPath(one)), problems);
                read(record, under.withDefaults(defaults.apply(record)), List.of())
                        .ifPresent(read -> entries.put(one, read));
            } else {
                section.value(one)
                        .ifPresent(given ->
                                section.problem(one, "must be a section { ... }, was " + Section.shown(given)));
            }
        }
        return entries;
    }

    private <T> Optional<T> construct(
            Class<T> type, RecordComponent[] components, @Nullable Object[] arguments, Section section) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                section.refused(String.valueOf(refused.getMessage()));
                return Optional.empty();
            }
            throw new IllegalStateException("cannot make " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type.getName(), e);
        }
    }
}
