package io.akkord.configs.hocon;

import com.typesafe.config.ConfigOrigin;
import io.akkord.algorithms.UserError;
import io.akkord.configs.hocon.Origins.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a file, gathered so that the user mends it in one go. */
public final class ConfigProblems {

    private final Origins origins;
    private final List<Problem> found = new ArrayList<>();

    public ConfigProblems(Origins origins) {
        this.origins = origins;
    }

    private record Problem(Place place, String sentence) {
        @Override
        public String toString() {
            return place + ": " + sentence;
        }
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
        found.add(new Problem(origins.place(origin), key.isEmpty() ? sentence : key + ": " + sentence));
    }

    /** How many faults were found so far, the same one counted as often as it was found. */
    public int count() {
        return found.size();
    }

    /**
     * Ends the reading if anything was wrong.
     *
     * @throws UserError with one line for each problem, file by file from top to bottom
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            List<String> files =
                    found.stream().map(one -> one.place().file()).distinct().toList();
            throw new UserError(found.stream()
                    .sorted(Comparator.<Problem>comparingInt(
                                    one -> files.indexOf(one.place().file()))
                            .thenComparingInt(one -> one.place().line()))
                    .map(Problem::toString)
                    .distinct()
                    .collect(Collectors.joining("\n")));
        }
    }
}
