package io.akkord.configs.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Single values: numbers, switches, text, choices, durations, memory sizes and paths, each refused in a sentence.
 *
 * <p>Stricter than Typesafe Config on purpose: {@code "5"} is no number and {@code 30} is no duration, since both are
 * slips far more often than intentions.
 */
final class ValueReader {

    private final ConfigProblems problems;

    ValueReader(ConfigProblems problems) {
        this.problems = problems;
    }

    static boolean reads(Class<?> type) {
        return type.isEnum()
                || List.of(
                                int.class,
                                long.class,
                                double.class,
                                Double.class,
                                boolean.class,
                                String.class,
                                Duration.class,
                                Path.class)
                        .contains(type);
    }

    /**
     * Reads a value.
     *
     * @param name the component's name; a {@code long} called {@code ...Bytes} is a memory size with a unit, and so are
     *     other numbers whose name ends in a {@link Quantity}
     */
    Optional<Object> read(Class<?> type, String name, ConfigValue value, String key) {
        try {
            return Optional.of(convert(type, name, value));
        } catch (Refused refused) {
            problems.add(value.origin(), key, refused.getMessage());
            return Optional.empty();
        }
    }

    private Object convert(Class<?> type, String name, ConfigValue value) throws Refused {
        if (type == int.class) {
            return (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == long.class) {
            return name.endsWith("Bytes") ? bytes(value) : whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            Optional<Quantity> quantity = Quantity.of(type, name);
            return quantity.isPresent()
                    ? measured(quantity.get(), value)
                    : ((Number) expect(value, ConfigValueType.NUMBER, "a number")).doubleValue();
        } else if (type == boolean.class) {
            return expect(value, ConfigValueType.BOOLEAN, "true or false");
        } else if (type == Duration.class) {
            return duration(value);
        } else if (type == Path.class) {
            return problems.origins()
                    .resolve(value.origin(), (String) expect(value, ConfigValueType.STRING, "the path of a file"));
        } else if (type.isEnum()) {
            return choice(type, value);
        }
        return expect(value, ConfigValueType.STRING, "text");
    }

    private static long whole(ConfigValue value, long least, long most) throws Refused {
        var number = (Number) expect(value, ConfigValueType.NUMBER, "a whole number");
        try {
            long whole = new BigDecimal(number.toString()).longValueExact();
            if (whole >= least && whole <= most) {
                return whole;
            }
        } catch (ArithmeticException e) {
            throw new Refused("must be a whole number, was " + Section.shown(value), e);
        }
        throw new Refused("must lie between " + least + " and " + most + ", was " + Section.shown(value));
    }

    private static double measured(Quantity quantity, ConfigValue value) throws Refused {
        return Optional.of(value)
                .filter(one -> one.valueType() == ConfigValueType.STRING)
                .flatMap(one -> quantity.read((String) one.unwrapped()))
                .orElseThrow(() -> new Refused("must be " + quantity.advice() + ", was " + Section.shown(value)));
    }

    private static Duration duration(ConfigValue value) throws Refused {
        String advice = "must be a duration with its unit (ms, s, m, h or d), such as 30s, was " + Section.shown(value);
        if (value.valueType() != ConfigValueType.STRING) {
            throw new Refused(advice);
        }
        try {
            return value.atKey("v").getDuration("v");
        } catch (ConfigException e) {
            throw new Refused(advice, e);
        }
    }

    private static long bytes(ConfigValue value) throws Refused {
        String advice =
                "must be a memory size with its unit (MB, MiB, GB or GiB), such as 80GiB, was " + Section.shown(value);
        if (value.valueType() != ConfigValueType.STRING) {
            throw new Refused(advice);
        }
        try {
            return value.atKey("v").getBytes("v");
        } catch (ConfigException e) {
            throw new Refused(advice, e);
        }
    }

    private static Object choice(Class<?> type, ConfigValue value) throws Refused {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(one -> Keys.kebab((Enum<?>) one))
                .toList();
        int index = names.indexOf(String.valueOf(value.unwrapped()));
        if (index < 0) {
            throw new Refused("must be one of " + String.join(", ", names) + ", was " + Section.shown(value));
        }
        return type.getEnumConstants()[index];
    }

    private static Object expect(ConfigValue value, ConfigValueType type, String what) throws Refused {
        if (value.valueType() != type) {
            throw new Refused("must be " + what + ", was " + Section.shown(value));
        }
        return value.unwrapped();
    }

    /** Why a value will not do. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }

        Refused(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
