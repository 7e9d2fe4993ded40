package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {

    private static final Path HERE = Path.of("");
    private static final List<String> FOR_YOUR_MODEL = List.of("rlvr-gsm8k", "stories-ppo");

    private static List<String> bare() {
        return ExperimentReader.recipes().stream()
                .map(Recipe::name)
                .filter(name -> !FOR_YOUR_MODEL.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bare")
    void aRecipeRunsBare(String name) {
        Experiment experiment = ExperimentReader.read(name, List.of(), HERE);
        assertEquals(name, experiment.name());
        assertFalse(experiment.stages().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("bare")
    void theResolvedTextIsTheExperiment(String name) {
        Experiment experiment = ExperimentReader.read(name, List.of("seed=7"), HERE);
        Experiment again = ExperimentReader.readText(experiment.text(), "experiment.conf");
        assertEquals(experiment.text(), again.text());
        assertEquals(experiment, again);
    }

    @ParameterizedTest
    @CsvSource({"rlvr-gsm8k, policy.model data.prompts", "stories-ppo, policy.model data.prompts reward.lexicon"})
    void aRecipeForYourModelAsksForWhatIsYours(String name, String keys) {
        var refused = assertThrows(UserError.class, () -> ExperimentReader.read(name, List.of(), HERE));
        String told = String.valueOf(refused.getMessage());
        List<String> asked = told.lines()
                .filter(line -> line.contains(": must be given, "))
                .map(line -> line.split(": ")[1])
                .toList();
        assertEquals(List.of(keys.split(" ")), asked, told);
    }

    @Test
    void everyRecipeSaysInALineWhatItIs() {
        List<Recipe> recipes = ExperimentReader.recipes();
        assertEquals(
                List.of(
                        "best-of-n",
                        "conditional",
                        "dapo",
                        "dpo",
                        "kto",
                        "nash",
                        "nash-md",
                        "online-dpo",
                        "orpo",
                        "ppo",
                        "ppo-arithmetic",
                        "quickstart",
                        "rejection-sampling",
                        "reward-model",
                        "rloo",
                        "rlvr-arithmetic",
                        "rlvr-gsm8k",
                        "self-consistency",
                        "self-judge",
                        "self-prefer",
                        "sft",
                        "simpo",
                        "stories-ppo",
                        "tulu",
                        "xpo"),
                recipes.stream().map(Recipe::name).toList());
        recipes.forEach(recipe -> assertFalse(recipe.description().isBlank(), recipe.name()));
    }
}
