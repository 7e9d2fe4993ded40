package io.akkord.actors.cli;

import io.akkord.configs.ExperimentReader;
import io.akkord.configs.Recipe;
import picocli.CommandLine.Command;

/** Lists the experiments that come with Akkord. */
@Command(
        name = "recipes",
        description = "Lists the experiments that come with Akkord.",
        mixinStandardHelpOptions = true)
final class RecipesCommand implements Runnable {

    private final Terminal terminal;

    RecipesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        var recipes = ExperimentReader.recipes();
        int width = recipes.stream()
                .map(Recipe::name)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (var recipe : recipes) {
            terminal.out()
                    .println(
                            recipe.name() + " ".repeat(width + 2 - recipe.name().length()) + recipe.description());
        }
    }
}
