package io.akkord.configs;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.hocon.Section;
import io.akkord.configs.rows.DataSources;
import io.akkord.configs.rows.RowSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the files of an experiment are what it says they are; only where they are at hand. */
final class FileChecks {

    private final Section root;

    /** Checks of one experiment; faults go where {@code root} sends them. */
    FileChecks(Section root) {
        this.root = root;
    }

    /** Whether the folders of given models look like models. */
    void folders(Map<Role, ModelSource> models) {
        models.forEach((role, source) -> {
            if (source instanceof ModelSource.Directory(var path)
                    && !Files.isRegularFile(path.resolve("config.json"))) {
                root.problem(ExperimentAssembly.sectionOf(role), "model", unlikeAModel(path));
            }
        });
    }

    private static String unlikeAModel(Path path) {
        if (Files.isDirectory(path)) {
            return "there is no config.json in " + path + "; give a folder in Hugging Face layout";
        }
        return (Files.exists(path) ? path + " is no folder" : "there is no folder " + path)
                + "; give the folder with config.json and model.safetensors";
    }

    /** Whether the rows can be read and are enough for each stage's batch. */
    void rows(Map<Stage, Workflow> stages, DataSources data, long seed) {
        var prompts = new Rows("prompts", data.prompts(), data.generated(), () -> data.prompts(seed));
        var demonstrations =
                new Rows("demonstrations", data.demonstrations(), data.generated(), () -> data.demonstrations(seed));
        var pairs = new Rows("pairs", data.pairs(), data.generated(), () -> data.pairs(seed));
        stages.forEach((stage, workflow) -> {
            Set<Column<?>> sources = workflow.sources();
            check(stage, sources.contains(Column.PROMPTS), prompts);
            check(stage, sources.contains(Column.DEMONSTRATIONS), demonstrations);
            check(stage, sources.contains(Column.PAIRS), pairs);
        });
    }

    /** One kind of rows; files are read once a stage wants them, worlds need not be generated to be counted. */
    private record Rows(String key, @Nullable RowSource source, int generated, Reading reading) {
        int count() {
            return source instanceof RowSource.Generated
                    ? generated
                    : reading.rows().size();
        }
    }

    private interface Reading {
        List<?> rows();
    }

    private void check(Stage stage, boolean wanted, Rows rows) {
        if (!wanted || rows.source() == null) {
            return;
        }
        try {
            int count = rows.count();
            if (stage.batch() > count) {
                root.problem(
                        stage.name(),
                        "batch",
                        "must be at most " + count + ", since data." + rows.key() + " has " + count + " rows, was "
                                + stage.batch());
            }
        } catch (UserError e) {
            root.problem("data", rows.key(), String.valueOf(e.getMessage()));
        }
    }

    /** Whether a reward's own files can be read. */
    void reward(String key, RewardSettings settings) {
        try {
            settings.reward();
        } catch (UserError | IllegalArgumentException e) {
            root.problem(
                    key,
                    settings.source() instanceof RewardSource.Lexicon ? "lexicon" : "kind",
                    String.valueOf(e.getMessage()));
        }
    }
}
