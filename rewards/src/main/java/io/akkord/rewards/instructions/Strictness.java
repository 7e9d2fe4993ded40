package io.akkord.rewards.instructions;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much of what surrounds an answer may count against it.
 *
 * <p>Loosely, an instruction is satisfied where any of eight readings satisfies it: the response without its first line,
 * its last line or both, which are often an introduction and a farewell, each of them with and without asterisks, which
 * are often emphasis (Zhou et al. 2023, section 2.2).
 */
public enum Strictness {
    /** The response as it stands. */
    STRICT,
    /** Any reading of the response. */
    LOOSE;

    /** The different readings of a response, itself first. */
    Set<String> readings(String response) {
        var readings = new LinkedHashSet<String>();
        readings.add(response);
        if (this == LOOSE) {
            int first = response.indexOf('\n');
            int last = response.lastIndexOf('\n');
            String withoutFirst = first < 0 ? "" : response.substring(first + 1);
            String withoutLast = last < 0 ? "" : response.substring(0, last);
            String withoutBoth = first == last ? "" : response.substring(first + 1, last);
            for (String reading : List.of(response, withoutFirst, withoutLast, withoutBoth)) {
                String kept = reading.equals(response) ? reading : Words.strip(reading);
                readings.add(kept);
                readings.add(kept.replace("*", ""));
            }
        }
        return readings;
    }
}
