package io.akkord.actors.report;

import io.akkord.placement.plan.Objective;
import java.util.Locale;

/** Numbers as people read them: three digits that matter, and units. */
public final class Figures {

    private Figures() {}

    /** Three significant digits, without an exponent between a hundred-thousandth and a million. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-5 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.1e", value).replace("-", "−");
        }
        int decimals = Math.clamp(2 - (int) Math.floor(Math.log10(size)), 0, 7);
        var text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return (text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text).replace("-", "−");
    }

    /** With its sign, also where it is positive. */
    static String signed(double value) {
        return value > 0 ? "+" + number(value) : number(value);
    }

    /** A share of one. */
    public static String percent(double share) {
        return Double.isFinite(share) ? number(100 * share) + " %" : "–";
    }

    /** In the unit that suits them. */
    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "–";
        }
        if (seconds < 1) {
            return number(1000 * seconds) + " ms";
        }
        if (seconds < 90) {
            return number(seconds) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** In the unit that suits them. */
    public static String bytes(double bytes) {
        var units = new String[] {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return number(value) + " " + units[unit];
    }

    /** What a plan costs in the unit of its objective. */
    public static String cost(Objective objective, double cost) {
        return switch (objective) {
            case TIME -> seconds(cost);
            case DEVICE_SECONDS -> number(cost) + " device-seconds";
            case COST -> "a price of " + number(cost);
        };
    }
}
