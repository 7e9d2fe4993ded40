package io.akkord.configs;

import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.hocon.RecordWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an experiment as the one file that says everything: every default, paths absolute, nothing included. */
final class ExperimentText {

    private ExperimentText() {}

    /** The same experiment with its text. */
    static Experiment in(Experiment one) {
        return new Experiment(
                one.name(),
                one.seed(),
                one.models(),
                one.data(),
                one.reward(),
                one.gold(),
                one.stages(),
                one.runtime(),
                one.plan(),
                one.code(),
                of(one));
    }

    private static String of(Experiment one) {
        var root = new LinkedHashMap<String, @Nullable Object>();
        root.put("name", one.name());
        root.put("seed", one.seed());
        root.put("stages", one.stages().stream().map(Stage::name).toList());
        for (Role role : Role.values()) {
            ModelSource source = one.models().get(role);
            if (source != null) {
                root.put(ExperimentAssembly.sectionOf(role), model(source));
            }
        }
        root.put("data", one.data());
        root.put("reward", one.reward());
        if (one.gold() != null) {
            root.put("gold", one.gold());
        }
        root.put("runtime", one.runtime());
        root.put("plan", one.plan());
        for (Stage stage : one.stages()) {
            root.put(stage.name(), stage(stage));
        }
        return "# All of " + one.name() + ", every default written out: akkord run THIS-FILE repeats it.\n"
                + RecordWriter.text(root);
    }

    private static Map<String, Object> model(ModelSource source) {
        return switch (source) {
            case ModelSource.Directory(var path) -> Map.of("model", path);
            case ModelSource.Known(var name) -> Map.of("model", name);
            case ModelSource.Fresh fresh -> Map.of("new", fresh);
        };
    }

    private static Map<String, @Nullable Object> stage(Stage stage) {
        Algorithm algorithm = stage.algorithm();
        var section = new LinkedHashMap<String, @Nullable Object>();
        section.put("algorithm", Algorithms.name(algorithm.getClass()));
        section.put("iterations", stage.iterations());
        section.put("batch", stage.batch());
        section.putAll(RecordWriter.section((Record) algorithm));
        return section;
    }
}
