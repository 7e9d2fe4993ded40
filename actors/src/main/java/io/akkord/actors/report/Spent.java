package io.akkord.actors.report;

import io.akkord.placement.cost.Spending;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a step's seconds go, in words. */
public final class Spent {

    private static final double WORTH_TELLING = 0.02;

    private Spent() {}

    /** The largest parts, in percent of the step. */
    public static String text(Spending spending, int most) {
        var parts = new LinkedHashMap<String, Double>();
        parts.put("compute", spending.compute());
        parts.put("memory", spending.memory());
        parts.put("launches", spending.launch());
        parts.put("tensor traffic", spending.tensor());
        parts.put("pipeline traffic", spending.pipeline());
        parts.put("bubbles", spending.bubble());
        parts.put("data traffic", spending.data());
        parts.put("optimiser", spending.optimizer());
        double all = Math.max(spending.seconds(), Double.MIN_NORMAL);
        return parts.entrySet().stream()
                .filter(part -> part.getValue() / all >= WORTH_TELLING)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(most)
                .map(part -> String.format(Locale.ROOT, "%s %.0f %%", part.getKey(), 100 * part.getValue() / all))
                .collect(Collectors.joining(", "));
    }
}
