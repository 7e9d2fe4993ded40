package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.RecordReader;
import io.akkord.configs.hocon.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sections that hold an algorithm's settings: one for each stage, and those of stages that an including file no longer
 * runs, which are checked all the same.
 *
 * @param root the whole file; may still hold substitutions
 * @param taken keys that are no stages
 */
record StageSections(Section root, Set<String> taken, RecordReader records) {

    /** What every stage has beside the settings of its algorithm. */
    record Pace(int iterations, int batch) {

        Pace {
            if (iterations < 1) {
                throw new IllegalArgumentException("iterations must be at least 1, was " + iterations);
            }
            if (batch < 1) {
                throw new IllegalArgumentException("batch must be at least 1, was " + batch);
            }
        }
    }

    /** What {@code stages} names, in its order; what is no name there is reported by others. */
    List<String> named() {
        try {
            return root.value("stages").map(ConfigValue::unwrapped).stream()
                    .filter(List.class::isInstance)
                    .flatMap(list -> ((List<?>) list).stream())
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        } catch (ConfigException.NotResolved e) {
            return List.of(); // a substitution that stands for nothing, told once all of them are settled
        }
    }

    /** Sections of algorithms that are no stage here. */
    List<String> leftBehind() {
        List<String> stages = named();
        return root.keys().stream()
                .filter(key -> !taken.contains(key) && !stages.contains(key))
                .filter(key -> root.object().get(key) instanceof ConfigObject section
                        && (section.containsKey("algorithm")
                                || Algorithms.find(key).isPresent()))
                .sorted()
                .toList();
    }

    /** The defaults of all these sections. */
    Config defaults() {
        Config all = ConfigFactory.empty();
        for (List<String> names : List.of(named(), leftBehind())) {
            for (String name : names) {
                all = all.withFallback(Algorithms.find(algorithm(name))
                        .map(type -> defaults(name, type).atKey(name))
                        .orElseGet(ConfigFactory::empty));
            }
        }
        return all;
    }

    /** Stale responses are corrected for, unless the stage says itself whether and how. */
    private ConfigObject defaults(String stage, Class<? extends Algorithm> type) {
        ConfigObject stale = Defaults.stale(type);
        boolean corrects =
                staleness() > 0 && !(root.object().get(stage) instanceof ConfigObject section && names(section, stale));
        return corrects ? stale.withFallback(Defaults.of(type)) : Defaults.of(type);
    }

    /** Whether a section names one of these keys. */
    private static boolean names(ConfigObject section, ConfigObject keys) {
        return keys.entrySet().stream().anyMatch(key -> {
            ConfigValue given = section.get(key.getKey());
            return given instanceof ConfigObject inner && key.getValue() instanceof ConfigObject innerKeys
                    ? names(inner, innerKeys)
                    : given != null;
        });
    }

    /** By how many iterations weights may be behind; what is no number there is reported by others. */
    private int staleness() {
        try {
            return root.object().toConfig().getInt("plan.staleness");
        } catch (ConfigException e) {
            return 0;
        }
    }

    /** The stages that could be read, in order, each once; every fault is reported. */
    List<Stage> read() {
        leftBehind().forEach(this::stage);
        return named().stream()
                .distinct()
                .filter(name -> !taken.contains(name))
                .flatMap(name -> stage(name).stream())
                .toList();
    }

    private String algorithm(String stage) {
        return root.object().get(stage) instanceof ConfigObject section
                        && section.get("algorithm") instanceof ConfigValue value
                        && value.valueType() == ConfigValueType.STRING
                ? String.valueOf(value.unwrapped())
                : stage;
    }

    private Optional<Stage> stage(String name) {
        String algorithm = algorithm(name);
        Optional<Class<? extends Algorithm>> type = Algorithms.find(algorithm);
        if (type.isEmpty()) {
            String sentence =
                    "no algorithm is called " + algorithm + ", " + Keys.suggestion(algorithm, Defaults.algorithms());
            if (algorithm.equals(name)) {
                root.problem("stages", sentence + " (a stage of another name says algorithm = ... in its section)");
            } else {
                root.problem(name, "algorithm", sentence);
            }
            return Optional.empty();
        }
        Optional<Section> given = root.value(name).isPresent()
                ? root.section(name)
                : Optional.of(new Section(ConfigFactory.empty().root(), name, root.problems()));
        return given.flatMap(section -> stage(name, type.get(), section));
    }

    private Optional<Stage> stage(String name, Class<? extends Algorithm> type, Section section) {
        Optional<Pace> pace = records.read(Pace.class, section, section.keys());
        Optional<? extends Algorithm> algorithm =
                records.read(type, section, List.of("algorithm", "iterations", "batch"));
        return pace.isEmpty() || algorithm.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stage(
                        name,
                        algorithm.get(),
                        pace.get().iterations(),
                        pace.get().batch()));
    }
}
