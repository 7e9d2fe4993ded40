package io.akkord.configs;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Section;
import io.akkord.configs.rows.DataSources;
import io.akkord.configs.rows.PromptText;
import io.akkord.configs.rows.RowSource;
import io.akkord.placement.model.KnownModels;
import io.akkord.rewards.Reward;
import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.tasks.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Whether the weights of all models are here: of a model that is only known by name they are not. */
    void weights(Map<Role, ModelSource> models) {
        models.forEach((role, source) -> {
            if (source instanceof ModelSource.Known(var name)) {
                root.problem(
                        ExperimentAssembly.sectionOf(role),
                        "model",
                        "there is no folder " + name
                                + " here; its shape is known and can be planned with, to run it give"
                                + " the folder with its config.json and model.safetensors");
            }
        });
    }

    private static String unlikeAModel(Path path) {
        if (Files.isDirectory(path)) {
            return "there is no config.json in " + path + "; give a folder in Hugging Face layout";
        }
        return (Files.exists(path) ? path + " is no folder" : "there is no folder " + path)
                + "; give the folder with config.json and model.safetensors"
                + Keys.nearest(String.valueOf(path.getFileName()), KnownModels.names())
                        .map(name -> ", or, to plan, a name that is known: did you mean " + name + "?")
                        .orElse("");
    }

    /** Whether the rows can be read and are enough for each stage's batch. */
    void rows(Map<Stage, Workflow> stages, DataSources data, long seed) {
        var prompts = new Rows("prompts", data.prompts(), data.generated(), () -> data.prompts(seed));
        var demonstrations =
                new Rows("demonstrations", data.demonstrations(), data.generated(), () -> data.demonstrations(seed));
        var pairs = new Rows("pairs", data.pairs(), data.generated(), () -> data.pairs(seed));
        var labelled = new Rows("labelled", data.labelled(), data.generated(), () -> data.labelled(seed));
        stages.forEach((stage, workflow) -> {
            Set<Column<?>> sources = workflow.sources();
            check(stage, sources.contains(Column.PROMPTS), prompts);
            check(stage, sources.contains(Column.DEMONSTRATIONS), demonstrations);
            check(stage, sources.contains(Column.PAIRS), pairs);
            check(stage, sources.stream().anyMatch(column -> column.name().equals("labelled")), labelled);
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
            root.problem("data", rows.key(), e.getMessage() + worldMeant(rows.source()));
        }
    }

    /** A generated world that a missing file's name comes near. */
    private static String worldMeant(RowSource source) {
        return source instanceof RowSource.File(var path) && !Files.exists(path)
                ? Keys.nearest(String.valueOf(path.getFileName()), RowSource.worlds())
                        .map(world -> "; did you mean the generated world " + world + "?")
                        .orElse("")
                : "";
    }

    /** Whether a reward's own files can be read, and its parts go together. */
    void reward(String key, RewardSettings settings) {
        try {
            Reward any = (rollout, models) -> 0;
            settings.reward(any);
        } catch (UserError | IllegalArgumentException e) {
            root.problem(
                    key,
                    settings.source() instanceof RewardSource.Lexicon ? "lexicon" : "kind",
                    String.valueOf(e.getMessage()));
        }
    }

    /** Whether the rows name verifiers that their reward has, where it lets them choose. */
    void verifiers(String key, RewardSettings settings, DataSources data, long seed) {
        List<RewardSource> choosing = settings.source()
                .all()
                .filter(source -> source instanceof RewardSource.RowVerifier || source instanceof RewardSource.Task)
                .toList();
        if (choosing.isEmpty() || data.prompts() == null) {
            return;
        }
        List<PromptText> rows;
        try {
            rows = new ArrayList<>(data.prompts(seed));
            rows.addAll(data.heldOut() == 0 ? List.of() : data.evaluationPrompts(seed));
        } catch (UserError e) {
            return; // told where the rows themselves are checked
        }
        for (RewardSource source : choosing) {
            unknownVerifier(source, rows)
                    .ifPresent(sentence -> root.problem(
                            "data",
                            "prompts",
                            sentence + ", by which " + key + ".kind = " + source.kind() + " checks it"));
        }
    }

    private static Optional<String> unknownVerifier(RewardSource source, List<PromptText> rows) {
        List<String> names = source instanceof RewardSource.RowVerifier chosen
                ? chosen.verifiers().stream().map(RewardSource.Named::name).toList()
                : Arrays.stream(Task.values()).map(Task::key).toList();
        boolean optional = source instanceof RewardSource.RowVerifier chosen && chosen.otherwise() != null;
        for (int row = 0; row < rows.size(); row++) {
            String name = rows.get(row).labels().get(RowVerifier.LABEL);
            if (name == null && !optional) {
                return Optional.of("row " + (row + 1) + " has no field \"" + RowVerifier.LABEL + "\"");
            }
            if (name != null && !names.contains(name)) {
                return Optional.of("row " + (row + 1) + " names a verifier \"" + name + "\" that is not there ("
                        + Keys.suggestion(name, names) + ")");
            }
        }
        return Optional.empty();
    }
}
