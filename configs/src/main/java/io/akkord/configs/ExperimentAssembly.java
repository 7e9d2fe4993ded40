package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.hocon.ConfigProblems;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Origins;
import io.akkord.configs.hocon.RecordReader;
import io.akkord.configs.hocon.Section;
import io.akkord.configs.rows.DataSources;
import io.akkord.configs.rows.RowSource;
import io.akkord.placement.model.KnownModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts the sections of one file together to an {@link Experiment}. */
final class ExperimentAssembly {

    /** The sections and keys of every experiment; a stage may have none of these names. */
    private static final Set<String> OWN_KEYS = ownKeys();

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Origins origins;
    private final Purpose purpose;
    private final ConfigProblems problems;
    private final RecordReader records;

    /**
     * An assembly of one experiment.
     *
     * @param purpose which of its files are looked at
     */
    ExperimentAssembly(Origins origins, Purpose purpose) {
        this.origins = origins;
        this.purpose = purpose;
        this.problems = new ConfigProblems(origins);
        this.records = new RecordReader(problems, Defaults::of).with(RowSource.class, this::rows);
    }

    /** What an experiment is read for. */
    enum Purpose {
        /** To be run here: data and models must be at hand. */
        RUN,
        /** To be planned: models must be at hand or known by name, data need not be there. */
        PLAN,
        /** To be rebuilt on another machine than it was checked on: no file is opened. */
        REBUILD
    }

    /** The keys at the top that belong to no section. */
    record Header(String name, long seed, List<String> stages) {

        Header {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("name must be letters, digits, '.', '_' and '-', since it names the"
                        + " run directory; was \"" + name + '"');
            }
        }
    }

    /** Reads everything, then checks what only the whole can show. */
    Experiment assemble(Config written) {
        Section root = resolved(written.withFallback(Defaults.experiment()));
        var sections = new StageSections(root, OWN_KEYS, records);
        var known = new LinkedHashSet<>(OWN_KEYS);
        known.addAll(sections.named());
        known.addAll(sections.leftBehind());
        Optional<Header> header = records.read(Header.class, root, known);
        Map<Role, ModelSource> models = models(root);
        Optional<DataSources> data = inner(root, "data", DataSources.class);
        Optional<RewardSettings> reward = inner(root, "reward", RewardSettings.class);
        Optional<RewardSettings> gold = inner(root, "gold", RewardSettings.class);
        Optional<RuntimeSettings> runtime = inner(root, "runtime", RuntimeSettings.class);
        Optional<PlanSettings> plan = inner(root, "plan", PlanSettings.class);
        List<Stage> stages = sections.read();

        var checks = new ExperimentChecks(root, models, stages);
        checks.stageNames(sections.named(), OWN_KEYS);
        checks.policy();
        checks.combinations(data, reward);
        runtime.ifPresent(checks::drills);
        plan.ifPresent(checks::layouts);
        gold.ifPresent(checks::gold);
        var files = new FileChecks(root);
        if (purpose != Purpose.REBUILD) {
            files.folders(models);
        }
        if (purpose == Purpose.RUN) {
            files.weights(models);
            header.ifPresent(top -> data.ifPresent(sources -> {
                files.rows(checks.workflows(), sources, top.seed());
                reward.ifPresent(settings -> files.verifiers("reward", settings, sources, top.seed()));
                gold.ifPresent(settings -> files.verifiers("gold", settings, sources, top.seed()));
            }));
            reward.ifPresent(settings -> files.reward("reward", settings));
            gold.ifPresent(settings -> files.reward("gold", settings));
        }
        problems.throwIfAny();
        var experiment = new Experiment(
                header.orElseThrow().name(),
                header.orElseThrow().seed(),
                models,
                data.orElseThrow(),
                reward.orElseThrow(),
                gold.filter(RewardSettings::isGiven).orElse(null),
                stages,
                runtime.orElseThrow(),
                plan.orElseThrow(),
                null,
                "");
        return ExperimentText.in(experiment);
    }

    /** Settles substitutions, with the defaults of the stages' algorithms in sight. */
    private Section resolved(Config merged) {
        try {
            Config draft = merged.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
            var root = new Section(draft.root(), "", new ConfigProblems(origins));
            Config complete = merged.withFallback(new StageSections(root, OWN_KEYS, records).defaults());
            return new Section(complete.resolve().root(), "", problems);
        } catch (ConfigException.UnresolvedSubstitution e) {
            String message = String.valueOf(e.getMessage());
            String what = message.substring(message.lastIndexOf(": ") + 1).strip();
            throw origins.error(e.origin(), what + " stands for nothing here; name a key of this experiment", e);
        }
    }

    private <T> Optional<T> inner(Section root, String key, Class<T> type) {
        Optional<Section> given = root.value(key).isPresent()
                ? root.section(key)
                : Optional.of(new Section(Defaults.experiment().toConfig().getObject(key), key, problems));
        return given.flatMap(section -> records.read(type, section, List.of()));
    }

    private Map<Role, ModelSource> models(Section root) {
        var models = new EnumMap<Role, ModelSource>(Role.class);
        for (Role role : Role.values()) {
            root.section(sectionOf(role)).ifPresent(section -> {
                section.refuseAllBut(List.of("model", "new"));
                if (section.value("model").isPresent()) {
                    section.text("model")
                            .map(text ->
                                    model(section.value("model").orElseThrow().origin(), text))
                            .ifPresent(model -> models.put(role, model));
                } else {
                    section.section("new")
                            .map(fresh -> fresh.withDefaults(Defaults.of(ModelSource.Fresh.class)))
                            .flatMap(fresh -> records.read(ModelSource.Fresh.class, fresh, List.of()))
                            .ifPresent(fresh -> models.put(role, fresh));
                }
            });
        }
        return models;
    }

    /** A folder of that name wins over a model known by it. */
    private ModelSource model(ConfigOrigin origin, String text) {
        Path path = origins.resolve(origin, text);
        return KnownModels.find(text).isPresent() && !Files.isDirectory(path)
                ? new ModelSource.Known(text)
                : new ModelSource.Directory(path);
    }

    /** Where a network's first weights are named; {@code reward} is the reward itself, its network {@code reward-model}. */
    static String sectionOf(Role role) {
        return role == Role.REWARD ? "reward-model" : role.key();
    }

    private RowSource rows(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        return RowSource.generated(text).orElseGet(() -> new RowSource.File(origins.resolve(value.origin(), text)));
    }

    private static Set<String> ownKeys() {
        var keys = new LinkedHashSet<>(Keys.of(Header.class));
        for (Role role : Role.values()) {
            keys.add(sectionOf(role));
        }
        keys.addAll(List.of("data", "reward", "gold", "runtime", "plan"));
        return keys;
    }
}
