package io.akkord.configs;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Section;
import io.akkord.configs.rows.DataSources;
import io.akkord.configs.rows.RowSource;
import io.akkord.placement.plan.Call;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What no single key can show: sections that contradict each other. */
final class ExperimentChecks {

    private static final Pattern DRILL = Pattern.compile(".+@\\d+");

    private final Section root;
    private final Map<Role, ModelSource> models;
    private final List<Stage> stages;
    private final Map<Stage, Workflow> workflows = new LinkedHashMap<>();

    /**
     * Checks of one experiment; faults go where {@code root} sends them.
     *
     * @param stages those that could be read
     */
    ExperimentChecks(Section root, Map<Role, ModelSource> models, List<Stage> stages) {
        this.root = root;
        this.models = models;
        this.stages = stages;
    }

    void stageNames(List<String> names, Collection<String> taken) {
        if (root.value("stages")
                .filter(list -> list.unwrapped().equals(List.of()))
                .isPresent()) {
            root.problem("stages", "must name at least one stage, such as stages=[ppo]");
        }
        var seen = new HashSet<String>();
        for (String name : names) {
            if (!seen.add(name)) {
                root.problem(
                        "stages",
                        "names " + name + " twice; give the second a name of its own, whose section says"
                                + " algorithm = " + name);
            }
            if (taken.contains(name)) {
                root.problem(
                        "stages",
                        "no stage can be called " + name + ", since that is a key of every experiment;"
                                + " choose another name, whose section says algorithm = ...");
            }
        }
    }

    void policy() {
        if (!models.containsKey(Role.POLICY) && !written("policy", "model") && !written("policy", "new")) {
            inner(
                    "policy",
                    "model",
                    "must be given, such as policy.model=FOLDER with a Hugging Face model, or policy.new"
                            + " { layers = 2 } for a fresh one");
        }
    }

    /** The workflows of those stages that could be built by {@link #combinations}. */
    Map<Stage, Workflow> workflows() {
        return Collections.unmodifiableMap(workflows);
    }

    /** Whether each rehearsed failure names a step that a network of some stage takes: no other has a worker to crash. */
    void drills(RuntimeSettings runtime) {
        List<String> steps = workflows.values().stream()
                .flatMap(workflow -> workflow.steps().stream())
                .filter(step -> step.role().isPresent())
                .map(Step::name)
                .distinct()
                .toList();
        for (String drill : runtime.drills()) {
            String step = drill.substring(0, Math.max(0, drill.lastIndexOf('@')));
            if (!steps.contains(step) || !DRILL.matcher(drill).matches()) {
                inner(
                        "runtime",
                        "drills",
                        "must be steps at iterations, such as train-policy@4, was \"" + drill + "\"; steps here: "
                                + String.join(", ", steps));
            }
        }
    }

    /** Whether each layout is that of a network or a call of some stage. */
    void layouts(PlanSettings plan) {
        List<String> known = workflows.values().stream()
                .flatMap(workflow ->
                        Stream.concat(workflow.roles().stream().map(Role::key), Call.names(workflow).stream()))
                .distinct()
                .toList();
        for (String name : plan.layouts().keySet()) {
            if (!known.contains(name)) {
                inner("plan", "layouts", "no stage has " + name + ", " + Keys.suggestion(name, known));
            }
        }
    }

    /** Whether the judge can judge by itself: no network is asked for it. */
    void gold(RewardSettings gold) {
        if (gold.asksForCode()) {
            inner("gold", "kind", "may not be code; use courtesy, lexicon, or a verifier such as exact-match");
        }
        if (!networks(gold.source()).isEmpty()) {
            inner(
                    "gold",
                    "kind",
                    "may ask no network, so that it judges a reward model from outside; use courtesy, lexicon,"
                            + " or a verifier such as exact-match");
        }
    }

    /** Whether every stage gets the rows, the reward and the networks that its workflow asks for. */
    void combinations(Optional<DataSources> data, Optional<RewardSettings> reward) {
        if (reward.filter(settings -> teaches(settings.source())).isPresent()) {
            inner(
                    "reward",
                    "kind",
                    "courtesy is the hidden rule that judges and may not teach; use it as gold.kind, and"
                            + " reward.kind = learned");
            return;
        }
        var trained = EnumSet.noneOf(Role.class);
        Scoring asked = reward.map(RewardSettings::scoring).orElse(Scoring.none());
        for (Stage stage : stages) {
            workflow(stage, asked).ifPresent(workflow -> {
                workflows.put(stage, workflow);
                data.ifPresent(rows -> workflow.sources().forEach(source -> source(stage, source, rows)));
                reward.ifPresent(settings -> scores(stage, workflow, settings));
                rewardModel(stage, workflow, trained);
                updates(stage, workflow);
                context(stage, workflow);
                trained.addAll(workflow.trained());
            });
        }
    }

    private static boolean teaches(RewardSource source) {
        return source.all().anyMatch(RewardSource.Courtesy.class::isInstance);
    }

    private Optional<Workflow> workflow(Stage stage, Scoring asked) {
        try {
            return Optional.of(stage.algorithm().workflow(asked));
        } catch (IllegalArgumentException e) {
            root.section(stage.name()).ifPresent(section -> section.refused(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The networks a reward asks, known without reading its files. */
    private static Set<Role> networks(RewardSource source) {
        var networks = EnumSet.noneOf(Role.class);
        if (source.all().anyMatch(RewardSource.Learned.class::isInstance)) {
            networks.add(Role.REWARD);
        }
        if (judges(source).findAny().isPresent()) {
            networks.add(Role.JUDGE);
        }
        return networks;
    }

    private static Stream<RewardSource.Judge> judges(RewardSource source) {
        return source.all().filter(RewardSource.Judge.class::isInstance).map(RewardSource.Judge.class::cast);
    }

    private void source(Stage stage, Column<?> column, DataSources data) {
        switch (column.name()) {
            case "prompts" -> rows(stage, "prompts", data.prompts(), "answers prompts", ", a text file,");
            case "demonstrations" -> rows(stage, "demonstrations", data.demonstrations(), "imitates them", "");
            case "pairs" -> rows(stage, "pairs", data.pairs(), "compares pairs", "");
            case "labelled" -> rows(stage, "labelled", data.labelled(), "learns from single responses", "");
            default -> {} // no rows of the user's: told when the stage starts
        }
    }

    private void rows(Stage stage, String key, @Nullable RowSource source, String use, String orText) {
        if (source == null) {
            inner(
                    "data",
                    key,
                    "must be given, since stage " + stage.name() + " " + use + ", such as data." + key + "=" + key
                            + ".jsonl" + orText + " or courtesy");
        }
    }

    private void scores(Stage stage, Workflow workflow, RewardSettings reward) {
        if (!reward.isGiven() && workflow.steps().stream().anyMatch(Step.Score.class::isInstance)) {
            inner(
                    "reward",
                    "kind",
                    "must be given, since stage " + stage.name() + " scores responses: one of " + kinds());
        }
    }

    /** The kinds that may teach. */
    private static String kinds() {
        return Arrays.stream(RewardSource.class.getPermittedSubclasses())
                .map(kind -> Keys.kebab(kind.getSimpleName()))
                .filter(kind -> !kind.equals("none") && !kind.equals("courtesy"))
                .collect(Collectors.joining(", "));
    }

    private void rewardModel(Stage stage, Workflow workflow, Set<Role> trained) {
        boolean asks =
                workflow.roles().contains(Role.REWARD) && !workflow.trained().contains(Role.REWARD);
        if (asks && !trained.contains(Role.REWARD) && !models.containsKey(Role.REWARD)) {
            inner(
                    "reward",
                    "kind",
                    "learned needs a reward model, and stage " + stage.name()
                            + " has none; put a stage reward-modelling before it, or give reward-model.model=FOLDER");
        }
    }

    private void updates(Stage stage, Workflow workflow) {
        int samples = workflow.steps().stream()
                .mapToInt(step -> step instanceof Step.Generate generate
                        ? generate.sampling().samples()
                        : 1)
                .max()
                .orElse(1);
        for (Step step : workflow.steps()) {
            if (step instanceof Step.Train train && train.passes().updates() > stage.batch() * samples) {
                inner(
                        stage.name(),
                        "batch",
                        "gives " + stage.batch() * samples + " rows an iteration, too few for "
                                + train.passes().updates() + " updates of the "
                                + train.network().key()
                                + "; raise it or lower passes.updates");
                return;
            }
        }
    }

    private void context(Stage stage, Workflow workflow) {
        if (!(models.get(Role.POLICY) instanceof ModelSource.Fresh fresh)) {
            return;
        }
        for (Step step : workflow.steps()) {
            if (step instanceof Step.Generate generate && generate.sampling().maxTokens() >= fresh.context()) {
                inner(
                        stage.name(),
                        "sampling",
                        "max-tokens = " + generate.sampling().maxTokens()
                                + " leaves no room for a prompt in policy.new.context = " + fresh.context()
                                + "; lower the one or raise the other");
            }
        }
    }

    private boolean written(String section, String key) {
        return root.section(section).flatMap(inner -> inner.value(key)).isPresent();
    }

    private void inner(String section, String key, String sentence) {
        root.problem(section, key, sentence);
    }
}
