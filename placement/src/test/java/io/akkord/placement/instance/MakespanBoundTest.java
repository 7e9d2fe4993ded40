package io.akkord.placement.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.search.AssignmentProblem;
import io.akkord.placement.search.Budget;
import io.akkord.placement.search.Finding;
import io.akkord.placement.search.Search;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakespanBoundTest {

    private static double cheapest(InstanceProblem problem) {
        var price = problem.price();
        double[] least = {Double.POSITIVE_INFINITY};
        SmallInstances.everyChoice(
                problem, choice -> least[0] = Math.min(least[0], price.of(choice, Double.POSITIVE_INFINITY)));
        return least[0];
    }

    private static MakespanBound withoutSymmetry(PlanInstance instance) {
        var table = new OptionTable(instance);
        return new MakespanBound(table, new Relaxation(table), new MeshSymmetry(List.of()), new CallOrder(instance));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsProvedIsTheCheapestOfAllPlans(boolean alike) {
        for (long seed = 0; seed < 60; seed++) {
            var problem = new InstanceProblem(SmallInstances.of(seed, alike));
            Finding finding = Search.run(problem, Budget.ofSeconds(60), progress -> {});
            assertTrue(finding.proved(), "seed " + seed);
            assertEquals(cheapest(problem), finding.cost(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPlanCostsLessThanABoundOfWhatItDecided(boolean alike) {
        for (long seed = 0; seed < 100; seed++) {
            PlanInstance instance = SmallInstances.of(seed, alike);
            var problem = new InstanceProblem(instance);
            var price = problem.price();
            var bound = withoutSymmetry(instance);
            var random = new Random(seed);
            for (int trial = 0; trial < 2_000; trial++) {
                var choice = new int[problem.calls()];
                Arrays.setAll(choice, call -> random.nextInt(problem.options(call)));
                double cost = price.of(choice, Double.POSITIVE_INFINITY);
                for (int opened = 0; opened <= choice.length; opened++) {
                    double least = bound.of(choice, Double.POSITIVE_INFINITY);
                    assertTrue(least <= cost, "seed " + seed + ", trial " + trial + ": " + least + " > " + cost);
                    choice[random.nextInt(choice.length)] = AssignmentProblem.OPEN;
                }
            }
        }
    }

    @Test
    void renamedPlansCostTheSameAndOneOfThemIsKept() {
        for (long seed = 0; seed < 40; seed++) {
            PlanInstance instance = SmallInstances.of(seed, true);
            var problem = new InstanceProblem(instance);
            var price = problem.price();
            var table = new OptionTable(instance);
            var symmetry = MeshSymmetry.of(instance);
            var mesh = new int[problem.calls()];
            double[] least = {Double.POSITIVE_INFINITY};
            int[] kept = {0, 0};
            SmallInstances.everyChoice(problem, choice -> {
                Arrays.setAll(mesh, call -> table.mesh[call][choice[call]]);
                kept[1]++;
                if (!symmetry.repeats(mesh)) {
                    kept[0]++;
                    least[0] = Math.min(least[0], price.of(choice, Double.POSITIVE_INFINITY));
                }
            });
            assertEquals(cheapest(problem), least[0], "seed " + seed);
            assertTrue(kept[0] < 0.4 * kept[1], kept[0] + " of " + kept[1] + " plans were kept");
        }
    }

    @Test
    void unlikeDevicesAreNotRenamed() {
        var symmetry = MeshSymmetry.of(SmallInstances.of(1, false));
        for (int mesh = 0; mesh < 7; mesh++) {
            assertTrue(!symmetry.repeats(new int[] {mesh}), "mesh " + mesh);
        }
    }
}
