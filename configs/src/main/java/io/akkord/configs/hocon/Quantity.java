package io.akkord.configs.hocon;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a number with a unit measures, told by the name of the component that holds it in the base unit.
 *
 * <p>Decimal units only, and decimal arithmetic, so that what is written reads as the same number.
 */
enum Quantity {
    FLOPS_PER_SECOND(
            "FlopsPerSecond",
            "a speed with its unit (GFLOP/s, TFLOP/s or PFLOP/s), such as 312TFLOP/s",
            List.of("PFLOP/s", "TFLOP/s", "GFLOP/s", "MFLOP/s", "kFLOP/s", "FLOP/s"),
            15),
    BYTES_PER_SECOND(
            "BytesPerSecond",
            "a bandwidth with its unit (MB/s, GB/s or TB/s), such as 25GB/s",
            List.of("PB/s", "TB/s", "GB/s", "MB/s", "kB/s", "B/s"),
            15),
    SECONDS("Seconds", "a time with its unit (ns, us, ms or s), such as 2us", List.of("s", "ms", "us", "ns"), 0);

    private static final Pattern WRITTEN = Pattern.compile("(-?\\d*\\.?\\d+(?:[eE][+-]?\\d+)?)\\s*(\\S+)");
    private static final int STEP = 3;

    private final String ending;
    private final String advice;
    private final List<String> units;
    private final int exponent;

    /**
     * A quantity.
     *
     * @param units from the largest to the smallest, a thousand between neighbours
     * @param exponent of ten of the first one in the base unit
     */
    Quantity(String ending, String advice, List<String> units, int exponent) {
        this.ending = ending;
        this.advice = advice;
        this.units = units;
        this.exponent = exponent;
    }

    /** What a component of that type and name measures, if it is to be written with a unit. */
    static Optional<Quantity> of(Class<?> type, String component) {
        String name = Character.toUpperCase(component.charAt(0)) + component.substring(1);
        return Arrays.stream(values())
                .filter(one -> (type == double.class || type == Double.class) && name.endsWith(one.ending))
                .findFirst();
    }

    /** What is asked of a value, with an example. */
    String advice() {
        return advice;
    }

    /** The number in the base unit; empty where the text is none. */
    Optional<Double> read(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches() || !units.contains(written.group(2))) {
            return Optional.empty();
        }
        int power = exponent - STEP * units.indexOf(written.group(2));
        double value = new BigDecimal(written.group(1)).scaleByPowerOfTen(power).doubleValue();
        return Optional.of(value).filter(Double::isFinite);
    }

    /** The number in the largest unit of which it is at least one. */
    String written(double value) {
        int unit = 0;
        while (unit < units.size() - 1 && Math.abs(value) < Math.pow(10, exponent - (double) STEP * unit)) {
            unit++;
        }
        BigDecimal number = BigDecimal.valueOf(value).scaleByPowerOfTen(STEP * unit - exponent);
        return number.stripTrailingZeros().toPlainString() + units.get(unit);
    }
}
