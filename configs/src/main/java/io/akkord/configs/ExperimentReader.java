package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.akkord.algorithms.UserError;
import io.akkord.configs.ExperimentAssembly.Purpose;
import io.akkord.configs.hocon.HoconFiles;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Origins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads an experiment from a recipe or a file and what was typed after it.
 *
 * <p>The command line wins over the file, the file over what it includes, all over the defaults. Every fault that can be
 * found without a model is found here, and all are told at once.
 */
public final class ExperimentReader {

    private ExperimentReader() {}

    /**
     * Reads, completes and checks an experiment, its data and folders included.
     *
     * @param recipeOrFile a recipe's name, or the path of a file
     * @param overrides {@code key=value} each
     * @param workingDirectory the caller's; relative paths of the command line are meant from here
     * @throws UserError with one line for each fault: file and line, key, what is wrong and what would be right
     */
    public static Experiment read(String recipeOrFile, List<String> overrides, Path workingDirectory) {
        return read(recipeOrFile, overrides, workingDirectory, Purpose.RUN);
    }

    /**
     * Reads an experiment that is to be planned and not run: its models may be names such as {@code llama-2-70b}, and its
     * data need not be there.
     *
     * @throws UserError as {@link #read}
     */
    public static Experiment readForPlan(String recipeOrFile, List<String> overrides, Path workingDirectory) {
        return read(recipeOrFile, overrides, workingDirectory, Purpose.PLAN);
    }

    private static Experiment read(
            String recipeOrFile, List<String> overrides, Path workingDirectory, Purpose purpose) {
        boolean recipe = Recipe.LIBRARY.text(recipeOrFile).isPresent();
        var origins = new Origins(workingDirectory, recipe ? "recipe " + recipeOrFile : recipeOrFile);
        var files = new HoconFiles(origins, Recipe.LIBRARY);
        Config typed = Overrides.parse(overrides);
        Config written =
                recipe ? files.named(recipeOrFile).orElseThrow() : files.file(existing(recipeOrFile, workingDirectory));
        Config named = ConfigFactory.parseMap(Map.of("name", baseName(recipeOrFile)), Origins.DEFAULTS);
        return new ExperimentAssembly(origins, purpose)
                .assemble(typed.withFallback(written).withFallback(named));
    }

    /**
     * Rebuilds an experiment from its own {@link Experiment#text}. Its files may lie on another machine, so none is
     * opened.
     *
     * @param origin what faults call the text
     */
    public static Experiment readText(String resolvedText, String origin) {
        var origins = new Origins(Path.of(""), origin);
        return new ExperimentAssembly(origins, Purpose.REBUILD).assemble(HoconFiles.text(resolvedText, origin));
    }

    /** The experiments that come with Akkord, by name. */
    public static List<Recipe> recipes() {
        return Recipe.all();
    }

    private static Path existing(String name, Path workingDirectory) {
        Path file = workingDirectory.toAbsolutePath().resolve(name).normalize();
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (name.contains("/") || name.endsWith(".conf")) {
            throw new UserError("there is no file " + name + "; give a recipe or the path of an experiment file");
        }
        List<String> recipes = Recipe.LIBRARY.names();
        String near = Keys.nearest(name, recipes)
                .map(one -> "did you mean " + one + "? ")
                .orElse("");
        throw new UserError(
                "no recipe or file is called " + name + "; " + near + "The recipes are " + String.join(", ", recipes));
    }

    private static String baseName(String recipeOrFile) {
        String file = Path.of(recipeOrFile).getFileName().toString();
        return file.endsWith(".conf") ? file.substring(0, file.length() - ".conf".length()) : file;
    }
}
