package io.akkord.actors.run;

import io.akkord.actors.checkpoint.Checkpoint;
import io.akkord.actors.checkpoint.ModelLibrary;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.configs.PlanSettings;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cost.Workload;
import io.akkord.placement.embedded.EmbeddedPrices;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.plan.PlannerSettings;
import io.akkord.placement.plan.Prices;
import io.akkord.placement.search.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that a stage needs before its first step: rows, networks and a plan. Gathering reads files and takes its time, so
 * it runs on a thread that may block.
 *
 * @param policy the folder whose tokenizer the stage uses
 * @param text that tokenizer, for computations on text; the stage closes it
 * @param feed the rows of each iteration
 * @param tokenizer where the bytes of its {@code tokenizer.json} lie
 * @param networks every network of the workflow, published
 * @param older those of earlier boundaries that are yet to write responses, by boundary
 * @param prices of the workflow's steps, predicted
 * @param plan where each of them will live
 */
record StageSupplies(
        Path policy,
        PolicyText text,
        ColumnRef tokenizer,
        RowFeed feed,
        Map<Role, PublishedNetwork> networks,
        Map<Integer, Map<Role, PublishedNetwork>> older,
        Prices prices,
        Plan plan) {

    /** Enough to prove the best placement of five networks on a few devices; a fraction of a second. */
    private static final long EVALUATIONS = 50_000;

    /**
     * Gathers.
     *
     * @param start where the stage begins
     * @param feeds of all stages of the run
     * @throws UserError where a model or the data is not what it must be
     */
    static StageSupplies gather(RunSite site, StageWork work, StageStart start, RowFeeds feeds) {
        start.resumed().map(Checkpoint::path).ifPresent(Checkpoint::open);
        Experiment experiment = site.experiment();
        var library = new ModelLibrary(experiment, site.directory(), start.trained());
        Path policy = library.policy(() -> texts(experiment));
        RowFeed feed = feeds.of(work, policy);
        Map<Role, PublishedNetwork> networks = library.load(work.networks(), policy, start.resumed(), site.port());
        Map<Integer, Map<Role, PublishedNetwork>> older = start.resumed()
                .map(checkpoint -> library.older(checkpoint, site.port()))
                .orElse(Map.of());
        Prices prices = prices(experiment, work, feed, networks, site.cluster());
        Plan plan = Planner.plan(work.workflow(), site.cluster(), prices, planning(experiment), progress -> {});
        ColumnRef tokenizer = site.port().put(bytes(policy.resolve("tokenizer.json")));
        return new StageSupplies(policy, PolicyText.open(policy), tokenizer, feed, networks, older, prices, plan);
    }

    /** What plans of an embedded run must keep to. */
    static PlannerSettings planning(Experiment experiment) {
        return experiment.plan().settings(true, new Budget(0, EVALUATIONS, Double.POSITIVE_INFINITY));
    }

    /** What a new tokenizer learns from: the demonstrations, else the pairs, and the prompts. */
    private static List<String> texts(Experiment experiment) {
        var texts = new ArrayList<String>();
        var data = experiment.data();
        if (data.demonstrations() != null) {
            data.demonstrations(experiment.seed()).forEach(row -> texts.add(row.prompt() + row.response()));
        } else if (data.pairs() != null) {
            data.pairs(experiment.seed()).forEach(row -> texts.add(row.prompt() + row.chosen()));
        }
        if (data.prompts() != null) {
            data.prompts(experiment.seed()).forEach(row -> texts.add(row.text()));
        }
        return texts;
    }

    private static Prices prices(
            Experiment experiment,
            StageWork work,
            RowFeed feed,
            Map<Role, PublishedNetwork> networks,
            Cluster cluster) {
        var shapes = new EnumMap<Role, ModelShape>(Role.class);
        networks.forEach((role, network) -> shapes.put(role, NetworkShapes.of(network.config())));
        int context = networks.values().stream()
                .mapToInt(network -> network.config().context())
                .max()
                .orElse(0);
        PlanSettings plan = experiment.plan();
        Workload workload = feed.workload(experiment.runtime());
        return plan.keepsWhole()
                ? new EmbeddedPrices(work.workflow(), shapes, workload, plan.lengths(), context, cluster)
                : EmbeddedPrices.cutting(
                        work.workflow(), shapes, workload, plan.lengths(), context, cluster, plan.optimizerSharding());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where each network sits. */
    Seating seating(StageWork work, boolean shardedOptimizer) {
        return Seating.of(plan, work.networks(), work.workflow().trained(), shardedOptimizer);
    }
}
