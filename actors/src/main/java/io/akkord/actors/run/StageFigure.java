package io.akkord.actors.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One of a stage's own figures as people read it, before the first update and after the last.
 *
 * @param name as in {@code summary.json} without {@code _first} and {@code _last}, blanks for its underscores
 */
public record StageFigure(String name, double first, double last) {

    private static final String FIRST = "_first";
    private static final Set<String> TOLD_ELSEWHERE = Set.of("reward", "perplexity");

    /** The figures among the fields of a stage in {@code summary.json}, in their order. */
    public static List<StageFigure> of(Map<String, ?> stage) {
        var figures = new ArrayList<StageFigure>();
        stage.forEach((key, value) -> {
            String name = key.endsWith(FIRST) ? key.substring(0, key.length() - FIRST.length()) : "";
            if (!TOLD_ELSEWHERE.contains(name)
                    && value instanceof Number first
                    && stage.get(name + "_last") instanceof Number last) {
                figures.add(new StageFigure(name.replace('_', ' '), first.doubleValue(), last.doubleValue()));
            }
        });
        return figures;
    }
}
