package io.akkord.placement.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.Spending;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.search.AssignmentProblem;
import io.akkord.placement.search.Budget;
import io.akkord.placement.search.Search;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small problems of random prices, of which every plan can be looked at. */
class PlanProblemTest {

    private static final Cluster CLUSTER = Cluster.embedded(4, 1000);
    private static final List<Mesh> MESHES = List.of(
            Mesh.of(0, 4),
            Mesh.of(0, 2),
            Mesh.of(2, 2),
            Mesh.of(0, 1),
            new Mesh(List.of(new Mesh.Span(0, 1), new Mesh.Span(3, 4))));
    private static final List<Call> CALLS = Call.of(Iterations.ppo(), false);

    private static PlanProblem problem(long seed, Objective objective, Regime regime) {
        var random = new Random(seed);
        var options = new ArrayList<List<Option>>();
        for (Call call : CALLS) {
            var some = new ArrayList<Option>();
            for (int i = 0; i < 4; i++) {
                some.add(option(call, random));
            }
            options.add(some);
        }
        var graph = IterationGraph.of(Iterations.ppo(), CALLS, regime);
        var prices = new GivenPrices(random.nextDouble(), 0.5, 0.1);
        return new PlanProblem(CALLS, options, MESHES, CLUSTER, prices, graph, objective, List.of());
    }

    private static Option option(Call call, Random random) {
        int mesh = random.nextInt(MESHES.size());
        var layout =
                new Layout(MESHES.get(mesh), new Parallelism(MESHES.get(mesh).size(), 1, 1));
        var prices = new ArrayList<StepPrice>();
        for (Step _ : call.steps()) {
            prices.add(new StepPrice(
                    new Spending(1 + random.nextInt(10), 0, 0, 0, 0, 0, 0, 0),
                    new MemoryUse(50 + random.nextInt(150), 0, call.trains() ? random.nextInt(300) : 0, 50, 0, 0)));
        }
        Option option = Option.of(mesh, layout, Execution.of(1, Recompute.NONE), prices);
        return random.nextInt(5) == 0 && !call.trains() ? option.offloaded(0.5) : option;
    }

    private static void everyChoice(
            PlanProblem problem, int call, int[] choice, java.util.function.Consumer<int[]> to) {
        if (call == choice.length) {
            to.accept(choice);
            return;
        }
        for (int option = 0; option < problem.options(call); option++) {
            choice[call] = option;
            everyChoice(problem, call + 1, choice, to);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSearchFindsTheBestOfAllAndProvesIt(long seed) {
        var problem = problem(seed, Objective.TIME, Regime.SYNCHRONOUS);
        double[] best = {Double.POSITIVE_INFINITY};
        var evaluation = problem.evaluation();
        everyChoice(problem, 0, new int[CALLS.size()], choice -> best[0] = Math.min(best[0], evaluation.cost(choice)));
        var found = Search.run(problem, new Budget(1, 1_000_000, Double.POSITIVE_INFINITY), _ -> {});
        assertEquals(best[0], found.cost(), 1e-9);
        assertTrue(found.lowerBound() <= best[0] + 1e-9);
        assertTrue(found.proved());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void noBoundExceedsAPlanThatAgreesWithIt(long seed) {
        for (Objective objective : Objective.values()) {
            for (Regime regime : List.of(
                    Regime.SYNCHRONOUS,
                    new Regime(false, 0, false),
                    new Regime(true, 0, true),
                    new Regime(false, 1, true))) {
                var problem = problem(seed, objective, regime);
                var evaluation = problem.evaluation();
                var bound = problem.bound().orElseThrow();
                var random = new Random(seed);
                for (int i = 0; i < 300; i++) {
                    int[] choice = random.ints(CALLS.size(), 0, 4).toArray();
                    double cost = evaluation.cost(choice);
                    int[] partly = choice.clone();
                    for (int call = 0; call < partly.length; call++) {
                        partly[call] = random.nextBoolean() ? AssignmentProblem.OPEN : partly[call];
                    }
                    double least = bound.of(partly, Double.POSITIVE_INFINITY);
                    assertTrue(
                            least <= cost * (1 + 1e-9),
                            () -> regime + " " + objective + " " + Arrays.toString(choice) + ": " + least + " > "
                                    + cost);
                }
            }
        }
    }

    @Test
    void movesThatNobodyPricedYetNeverRaiseACost() {
        var problem = problem(3, Objective.TIME, Regime.SYNCHRONOUS);
        var fresh = problem(3, Objective.TIME, Regime.SYNCHRONOUS).evaluation();
        int[] choice = {1, 2, 3, 0, 1};
        double cost = problem.evaluation().cost(choice);
        assertEquals(cost, fresh.cost(choice, cost));
        assertTrue(problem(3, Objective.TIME, Regime.SYNCHRONOUS).evaluation().cost(choice, cost / 2) > cost / 2);
    }

    @Test
    void aChoiceThatDoesNotFitCostsMoreThanAnyThatDoes() {
        var problem = problem(5, Objective.TIME, Regime.SYNCHRONOUS);
        var evaluation = problem.evaluation();
        everyChoice(problem, 0, new int[CALLS.size()], choice -> {
            double cost = evaluation.cost(choice);
            boolean fits = evaluation.memory().fullest(evaluation.chosen()) <= 1;
            assertEquals(fits, cost < PlanProblem.TOO_LARGE);
        });
    }
}
