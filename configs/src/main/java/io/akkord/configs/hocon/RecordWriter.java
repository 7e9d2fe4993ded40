package io.akkord.configs.hocon;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes records as the HOCON from which {@link RecordReader} makes them again, keys in the order of the components. */
public final class RecordWriter {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private RecordWriter() {}

    /** A type that is written as one value, not as a section of its components. */
    public interface OneValue {

        /** The value as the file holds it; paths absolute. */
        String written();
    }

    /** The keys of a record with their values; a sealed component lies flat under its {@code kind}. */
    public static Map<String, @Nullable Object> section(Record record) {
        var section = new LinkedHashMap<String, @Nullable Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            if (Keys.liesFlat(component.getType()) && value instanceof Record kind) {
                section.put("kind", Keys.kebab(kind.getClass().getSimpleName()));
                section.putAll(section(kind));
            } else {
                section.put(Keys.kebab(component.getName()), measured(component.getType(), component.getName(), value));
            }
        }
        return section;
    }

    private static @Nullable Object measured(Class<?> type, String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var entries = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, one) -> entries.put(
                    key instanceof Enum<?> constant ? Keys.kebab(constant) : String.valueOf(key),
                    measured(one.getClass(), name, one)));
            return entries;
        } else if (value instanceof Double number) {
            return Quantity.of(type, name)
                    .<Object>map(quantity -> quantity.written(number))
                    .orElse(number);
        }
        return type == long.class && name.endsWith("Bytes") ? value + "B" : value;
    }

    /** The text of a whole file. */
    public static String text(Map<String, @Nullable Object> root) {
        var text = new StringBuilder();
        write(root, 0, text);
        return text.toString();
    }

    private static void write(Map<?, ?> section, int depth, StringBuilder text) {
        section.forEach((key, value) -> {
            String name = PLAIN_KEY.matcher(String.valueOf(key)).matches()
                    ? String.valueOf(key)
                    : ConfigUtil.quoteString(String.valueOf(key));
            Object shaped = value instanceof Record record && !(value instanceof OneValue) ? section(record) : value;
            text.append("  ".repeat(depth)).append(name);
            if (shaped instanceof Map<?, ?> inner) {
                text.append(" {\n");
                write(inner, depth + 1, text);
                text.append("  ".repeat(depth)).append("}\n");
            } else {
                text.append(" = ").append(scalar(shaped)).append('\n');
            }
        });
    }

    private static String scalar(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case OneValue one -> ConfigUtil.quoteString(one.written());
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case Enum<?> constant -> Keys.kebab(constant);
            case Duration duration ->
                duration.toNanos() % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toNanos() + "ns";
            case Path path -> ConfigUtil.quoteString(path.toString());
            case String string -> ConfigUtil.quoteString(string);
            case List<?> list -> list(list);
            default ->
                throw new IllegalStateException(
                        "settings cannot hold " + value.getClass().getName());
        };
    }

    private static String list(List<?> list) {
        var text = new StringBuilder("[");
        for (Object element : list) {
            text.append(text.length() > 1 ? ", " : "");
            if (element instanceof Record record && !(element instanceof OneValue)) {
                text.append("{\n");
                write(section(record), 0, text);
                text.append('}');
            } else {
                text.append(scalar(element));
            }
        }
        return text.append(']').toString();
    }

    private static @Nullable Object get(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
