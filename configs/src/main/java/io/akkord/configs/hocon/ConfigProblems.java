package io.akkord.configs.hocon;

import com.typesafe.config.ConfigOrigin;
import io.akkord.algorithms.UserError;
import java.util.LinkedHashSet;
import java.util.Set;

/** Everything that is wrong with a file, gathered so that the user mends it in one go. */
public final class ConfigProblems {

    private final Origins origins;
    private final Set<String> lines = new LinkedHashSet<>();

    public ConfigProblems(Origins origins) {
        this.origins = origins;
    }

    public Origins origins() {
        return origins;
    }

    /**
     * Adds {@code place: key: sentence}.
     *
     * @param sentence what is wrong, the value, and what would be right
     */
    public void add(ConfigOrigin origin, String key, String sentence) {
        add(origins.place(origin), key, sentence);
    }

    /** Adds a problem that has no line: something that nobody wrote. */
    public void missing(String key, String sentence) {
        add(origins.subject(), key, sentence);
    }

    public void add(String place, String key, String sentence) {
        lines.add(place + ": " + (key.isEmpty() ? "" : key + ": ") + sentence);
    }

    public int count() {
        return lines.size();
    }

    /**
     * Ends the reading if anything was wrong.
     *
     * @throws UserError with one line for each problem, in the order in which they were found
     */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new UserError(String.join("\n", lines));
        }
    }
}
