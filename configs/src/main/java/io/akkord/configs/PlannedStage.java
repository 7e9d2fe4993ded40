package io.akkord.configs;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.rows.DataSources;
import io.akkord.configs.rows.DemonstrationText;
import io.akkord.configs.rows.PairText;
import io.akkord.configs.rows.PromptText;
import io.akkord.configs.rows.RowSource;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Precision;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.embedded.EmbeddedPrices;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import io.akkord.placement.plan.Prices;
import io.akkord.placement.plan.RooflinePrices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stage as far as a planner wants to know it, without opening a model or a tokenizer.
 *
 * @param stage what the experiment says
 * @param workflow of its algorithm
 * @param shapes of every network of the workflow
 * @param workload rows and lengths of an iteration
 * @param plan what the experiment says of placing
 */
public record PlannedStage(
        Stage stage, Workflow workflow, Map<Role, ModelShape> shapes, Workload workload, PlanSettings plan) {

    /** Of a prompt that nobody can count yet. */
    private static final int UNKNOWN_TOKENS = 128;

    /** Common for English text with a vocabulary of some ten thousand pieces; a small one has shorter pieces. */
    private static final double CHARACTERS_PER_TOKEN = 4;

    private static final double CHARACTERS_OF_A_SMALL_VOCABULARY = 3;
    private static final int SMALL_VOCABULARY = 5000;

    private static final int ROWS_COUNTED = 1000;

    /** The stages of an experiment, in their order. */
    public static List<PlannedStage> of(Experiment experiment) {
        var stages = new ArrayList<PlannedStage>();
        for (Stage stage : experiment.stages()) {
            Workflow workflow = stage.algorithm().workflow(experiment.reward().scoring());
            var shapes = new EnumMap<Role, ModelShape>(Role.class);
            for (Role role : workflow.roles()) {
                ModelShape shape = shape(role, experiment.models());
                shapes.put(role, role.isScalar() ? shape.scored() : shape);
            }
            stages.add(new PlannedStage(
                    stage, workflow, shapes, workload(experiment, stage, workflow), experiment.plan()));
        }
        return stages;
    }

    /** Prices on the cores of a machine: what our own runtime does, networks whole unless the experiment says otherwise. */
    public Prices embeddedPrices(Cluster cluster) {
        return plan.keepsWhole()
                ? new EmbeddedPrices(workflow, shapes, workload, plan.lengths(), context(), cluster)
                : cutting(cluster);
    }

    private Prices cutting(Cluster cluster) {
        return EmbeddedPrices.cutting(
                workflow, shapes, workload, plan.lengths(), context(), cluster, plan.optimizerSharding());
    }

    private int context() {
        return workflow.steps().stream()
                .mapToInt(step -> step instanceof Step.Generate generate
                        ? workload.promptTokens() + generate.sampling().maxTokens()
                        : workload.promptTokens() + workload.responseTokens())
                .max()
                .orElse(0);
    }

    /**
     * Prices of networks that are cut: our own runtime's on a cluster of cores, a current one's on accelerators, with
     * weights kept in mixed precision where its devices have it.
     */
    public Prices prices(Cluster cluster) {
        if (cluster.devices().stream().allMatch(device -> device.kind().isCore())) {
            return cutting(cluster);
        }
        boolean mixed = cluster.devices().stream()
                .allMatch(device -> device.kind().flopsPerSecond().containsKey(Precision.BFLOAT16));
        Storage storage = mixed ? Storage.mixed() : Storage.whole(Precision.FLOAT32);
        return new RooflinePrices(workflow, shapes, storage, workload, plan.lengths(), cluster);
    }

    /** As runs start them: what is not given derives from the reward model or the policy. */
    private static ModelShape shape(Role role, Map<Role, ModelSource> models) {
        ModelSource source = models.get(role);
        if (source == null && role == Role.CRITIC) {
            source = models.get(Role.REWARD);
        }
        if (source == null) {
            source = models.get(Role.POLICY);
        }
        return switch (source) {
            case ModelSource.Known(var name) -> new ModelShapeReader(Path.of("")).read(name);
            case ModelSource.Directory(var path) -> new ModelShapeReader(Path.of("")).read(path.toString());
            case ModelSource.Fresh fresh -> fresh(fresh);
            case null -> throw new IllegalStateException("an experiment without a policy");
        };
    }

    private static ModelShape fresh(ModelSource.Fresh fresh) {
        return new ModelShape(
                Family.LLAMA,
                fresh.vocabulary(),
                fresh.hidden(),
                fresh.layers(),
                fresh.heads(),
                fresh.keyValueHeads(),
                fresh.hidden() / fresh.heads(),
                fresh.intermediate(),
                0,
                true,
                false);
    }

    private static Workload workload(Experiment experiment, Stage stage, Workflow workflow) {
        boolean pairs = workflow.sources().contains(Column.PAIRS);
        int prompt = experiment.plan().promptTokens();
        int response = experiment.plan().responseTokens();
        Texts texts = Texts.of(experiment, workflow);
        boolean small = shape(Role.POLICY, experiment.models()).vocabulary() < SMALL_VOCABULARY;
        double each = small ? CHARACTERS_OF_A_SMALL_VOCABULARY : CHARACTERS_PER_TOKEN;
        return new Workload(
                stage.batch() * workflow.draws(),
                pairs ? 2 : 1,
                prompt == 0 ? tokens(texts.prompts(), each) : prompt,
                response == 0 ? tokens(texts.responses(), each) : response,
                experiment.runtime().generationBatch(),
                experiment.runtime().microBatch());
    }

    private static int tokens(Stream<String> texts, double charactersPerToken) {
        double characters = texts.limit(ROWS_COUNTED)
                .mapToInt(String::length)
                .average()
                .orElse(UNKNOWN_TOKENS * charactersPerToken);
        return (int) Math.ceil(characters / charactersPerToken);
    }

    /** What the rows say that a stage begins with, as far as they are generated; else nothing. */
    private record Texts(Stream<String> prompts, Stream<String> responses) {

        static Texts of(Experiment experiment, Workflow workflow) {
            DataSources data = experiment.data();
            long seed = experiment.seed();
            Set<Column<?>> sources = workflow.sources();
            if (sources.contains(Column.DEMONSTRATIONS) && data.demonstrations() instanceof RowSource.Generated) {
                var rows = data.demonstrations(seed);
                return new Texts(
                        rows.stream().map(DemonstrationText::prompt),
                        rows.stream().map(DemonstrationText::response));
            } else if (sources.contains(Column.PAIRS) && data.pairs() instanceof RowSource.Generated) {
                var rows = data.pairs(seed);
                return new Texts(
                        rows.stream().map(PairText::prompt), rows.stream().map(PairText::chosen));
            } else if (sources.contains(Column.PROMPTS) && data.prompts() instanceof RowSource.Generated) {
                return new Texts(data.prompts(seed).stream().map(PromptText::text), Stream.of());
            }
            return new Texts(Stream.of(), Stream.of());
        }
    }
}
