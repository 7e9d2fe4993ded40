package io.akkord.configs.hocon;

import io.akkord.configs.hocon.RecordWriter.OneValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names as files spell them: kebab-case of what Java calls the same thing. */
public final class Keys {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern HYPHEN = Pattern.compile("-");

    private Keys() {}

    /** {@code maxTokens} or {@code RewardModelling} in kebab-case. */
    public static String kebab(String camel) {
        return HUMP.matcher(camel).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    /** {@code COSINE_WITH_MIN_LR} in kebab-case. */
    public static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code reward-modelling} as the name of a class. */
    public static String camel(String kebab) {
        var camel = new StringBuilder();
        for (String word : HYPHEN.split(kebab, -1)) {
            if (!word.isEmpty()) {
                camel.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return camel.toString();
    }

    /** The keys that a record's own section may hold, in the order of its components. */
    public static List<String> of(Class<?> type) {
        var keys = new ArrayList<String>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(liesFlat(component.getType()) ? "kind" : kebab(component.getName()));
        }
        return keys;
    }

    /** Whether a component of that type is no key itself: {@code kind} names its record, whose keys stand beside. */
    static boolean liesFlat(Class<?> type) {
        // Java seals an enum whose constants have bodies.
        return type.isSealed() && !type.isEnum() && !OneValue.class.isAssignableFrom(type);
    }

    /** The known name that {@code name} was most likely meant to be, if any is near enough. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        int most = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(one -> distance(name, one) <= most || (name.length() > 2 && one.startsWith(name)))
                .min(Comparator.comparingInt(one -> distance(name, one)));
    }

    /** "did you mean x?" where a near name is known, else the list of all names. */
    public static String suggestion(String name, Collection<String> known) {
        return nearest(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known here: " + String.join(", ", known));
    }

    /** Letters to insert, delete, replace or swap with a neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
