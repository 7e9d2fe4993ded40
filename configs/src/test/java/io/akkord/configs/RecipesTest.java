package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {

    private static final Path HERE = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "sft", "reward-model", "ppo", "rejection-sampling", "best-of-n"})
    void aRecipeRunsBare(String name) {
        Experiment experiment = ExperimentReader.read(name, List.of(), HERE);
        assertEquals(name, experiment.name());
        assertFalse(experiment.stages().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "sft", "reward-model", "ppo", "rejection-sampling", "best-of-n"})
    void theResolvedTextIsTheExperiment(String name) {
        Experiment experiment = ExperimentReader.read(name, List.of("seed=7"), HERE);
        Experiment again = ExperimentReader.readText(experiment.text(), "experiment.conf");
        assertEquals(experiment.text(), again.text());
        assertEquals(experiment, again);
    }

    @Test
    void everyRecipeSaysInALineWhatItIs() {
        List<Recipe> recipes = ExperimentReader.recipes();
        assertEquals(
                List.of("best-of-n", "ppo", "quickstart", "rejection-sampling", "reward-model", "sft", "stories-ppo"),
                recipes.stream().map(Recipe::name).toList());
        recipes.forEach(recipe -> assertFalse(recipe.description().isBlank(), recipe.name()));
    }
}
