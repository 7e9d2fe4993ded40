package io.akkord.configs;

import io.akkord.configs.hocon.Packaged;
import java.util.List;

/**
 * An experiment that comes with Akkord.
 *
 * @param name runs it: {@code akkord run NAME}; includes it: {@code include "NAME"}
 * @param description its first comment, one line
 */
public record Recipe(String name, String description) {

    static final Packaged LIBRARY = new Packaged("recipe", "recipes");

    /** All recipes, by name. */
    static List<Recipe> all() {
        return LIBRARY.names().stream()
                .map(name -> new Recipe(name, description(LIBRARY.text(name).orElse(""))))
                .toList();
    }

    private static String description(String text) {
        return text.lines()
                .findFirst()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .orElse("");
    }
}
