package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.plan.Plan.Alternative;
import io.akkord.placement.search.Budget;
import io.akkord.placement.search.Finding;
import io.akkord.placement.search.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds where and how each call of a workflow shall run.
 *
 * <p>First the choices are listed: meshes, cuts, executions, each priced and the useless ones dropped. Then each rule of
 * thumb gives its answer, and from these the search goes on until nothing better can exist or its budget is used up. With
 * a budget of evaluations a plan is a pure function of its inputs.
 */
public final class Planner {

    /** Of the budget, each rule of thumb may use this share. */
    private static final long RULES_SHARE = 50;

    private static final long MOST_FOR_A_RULE = 20_000;

    private final Workflow workflow;
    private final Cluster cluster;
    private final Prices prices;
    private final PlannerSettings settings;
    private final List<Call> calls;
    private final List<Heuristic> rules;
    private final List<Mesh> meshes;
    private final IterationGraph graph;
    private final long start = System.nanoTime();

    private Planner(Workflow workflow, Cluster cluster, Prices prices, PlannerSettings settings) {
        this.workflow = workflow;
        this.cluster = cluster;
        this.prices = prices;
        this.settings = settings;
        Constraints constraints = settings.constraints();
        this.calls = Call.of(workflow, constraints::keepsWhole);
        this.rules = Heuristic.all(calls, cluster, constraints.whole());
        this.graph = IterationGraph.of(workflow, calls, settings.regime());
        var candidates = new LinkedHashSet<>(Meshes.of(cluster, calls.size()));
        rules.forEach(rule -> candidates.addAll(rule.meshes().values()));
        this.meshes = constraints.meshes(cluster, calls, List.copyOf(candidates));
    }

    /**
     * Plans a workflow.
     *
     * @param prices of its steps on this cluster
     * @param progress told whenever the search has found something or proved more
     * @throws UserError if nothing fits the devices' memory, saying how much is missing, or a constraint names a device
     *     that does not exist
     */
    public static Plan plan(
            Workflow workflow, Cluster cluster, Prices prices, PlannerSettings settings, Consumer<Finding> progress) {
        return new Planner(workflow, cluster, prices, settings).search(progress);
    }

    private Plan search(Consumer<Finding> progress) {
        var options = new ArrayList<List<Option>>();
        var candidates = new Candidates(cluster, prices, meshes, settings.constraints());
        for (Call call : calls) {
            boolean learns = workflow.trained().contains(call.network());
            List<Option> mine = candidates.of(call, learns, wanted(call));
            if (mine.isEmpty()) {
                throw new NothingFits(Shortage.ofCall(call, cluster, prices, meshes));
            }
            options.add(mine);
        }
        if (calls.isEmpty()) {
            return new Plan(
                    workflow.name(),
                    cluster,
                    List.of(),
                    settings.objective(),
                    0,
                    0,
                    new Plan.Certainty(0, true, 0, 1),
                    new Timeline(List.of(), 1, 0),
                    List.of(),
                    List.of());
        }
        var seeds = new ArrayList<int[]>();
        var alternatives = new ArrayList<Alternative>();
        for (Heuristic rule : rules) {
            Optional<int[]> seed = answer(rule, options);
            seed.ifPresent(seeds::add);
            alternatives.add(alternative(rule, seed, options));
        }
        PlanProblem problem = problem(options, seeds);
        Finding found = Search.run(problem, remaining(), progress);
        PlanProblem.Evaluation played = problem.evaluation();
        int[] choice = found.choice().stream().mapToInt(Integer::intValue).toArray();
        double cost = played.cost(choice);
        if (played.memory().fullest(played.chosen()) > 1) {
            throw new NothingFits(Shortage.of(workflow, cluster, played, meshes));
        }
        alternatives.sort(Comparator.comparingDouble(Alternative::cost));
        return plan(played, choice, cost, found, options, alternatives);
    }

    /** What pricing and rules have left of the time. */
    private Budget remaining() {
        Budget all = settings.budget();
        double spent = (System.nanoTime() - start) / 1e9;
        return new Budget(all.seed(), all.evaluations(), Math.max(all.seconds() / 2, all.seconds() - spent));
    }

    private List<Layout> wanted(Call call) {
        return rules.stream()
                .flatMap(rule -> Optional.ofNullable(rule.cut())
                        .map(cut -> new Layout(
                                Optional.ofNullable(rule.meshes().get(call.network()))
                                        .orElseThrow(),
                                cut))
                        .stream())
                .toList();
    }

    private PlanProblem problem(List<List<Option>> options, List<int[]> seeds) {
        return new PlanProblem(
                calls, options, meshes, cluster, prices, graph, settings.objective(), List.copyOf(seeds));
    }

    /** The best a rule allows, by the numbers of all options; empty where it allows nothing. */
    private Optional<int[]> answer(Heuristic rule, List<List<Option>> options) {
        var allowed = new ArrayList<List<Option>>();
        for (int call = 0; call < calls.size(); call++) {
            Call one = calls.get(call);
            List<Option> some = options.get(call).stream()
                    .filter(option -> rule.allows(one, option.layout()))
                    .toList();
            if (some.isEmpty()) {
                return Optional.empty();
            }
            allowed.add(some);
        }
        Budget budget = settings.budget();
        long evaluations = Math.min(MOST_FOR_A_RULE, Math.max(100, budget.evaluations() / RULES_SHARE));
        Finding found = Search.run(
                problem(allowed, List.of()),
                new Budget(budget.seed(), evaluations, budget.seconds() / RULES_SHARE),
                _ -> {});
        int[] choice = new int[calls.size()];
        for (int call = 0; call < choice.length; call++) {
            choice[call] = options.get(call)
                    .indexOf(allowed.get(call).get(found.choice().get(call)));
        }
        return Optional.of(choice);
    }

    private Alternative alternative(Heuristic rule, Optional<int[]> seed, List<List<Option>> options) {
        if (seed.isEmpty()) {
            return new Alternative(rule.name(), Double.POSITIVE_INFINITY, List.of());
        }
        PlanProblem.Evaluation played = problem(options, List.of()).evaluation();
        double cost = played.cost(seed.get());
        return played.memory().fullest(played.chosen()) > 1
                ? new Alternative(rule.name(), Double.POSITIVE_INFINITY, List.of())
                : new Alternative(rule.name(), cost, placements(played.chosen()));
    }

    private List<Placement> placements(Option[] chosen) {
        var placements = new ArrayList<Placement>();
        for (int call = 0; call < chosen.length; call++) {
            placements.add(Placement.of(calls.get(call), chosen[call]));
        }
        return placements;
    }

    private Plan plan(
            PlanProblem.Evaluation played,
            int[] choice,
            double cost,
            Finding found,
            List<List<Option>> options,
            List<Alternative> alternatives) {
        double seconds = played.play(choice);
        double size = options.stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
        double bound = Math.min(cost, Math.max(0, found.lowerBound()));
        return new Plan(
                workflow.name(),
                cluster,
                placements(played.chosen()),
                settings.objective(),
                seconds,
                cost,
                new Plan.Certainty(bound, bound >= cost, found.evaluations(), size),
                Timeline.of(graph, played),
                Filling.of(played, meshes, cluster),
                alternatives);
    }
}
