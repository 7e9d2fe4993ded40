package io.akkord.placement.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static final int CALLS = 6;
    private static final int OPTIONS = 12;

    /** Costs of calls and of pairs of calls; only the calls' own are bounded. */
    private record Pairs(double[][] own, double[][][][] pair, boolean bounded) implements AssignmentProblem {

        static Pairs of(long seed, boolean bounded) {
            var random = new SplittableRandom(seed);
            var own = new double[CALLS][OPTIONS];
            var pair = new double[CALLS][CALLS][OPTIONS][OPTIONS];
            for (int call = 0; call < CALLS; call++) {
                Arrays.setAll(own[call], option -> 10 + random.nextInt(50));
                for (int other = 0; other < call; other++) {
                    for (double[] row : pair[call][other]) {
                        Arrays.setAll(row, option -> random.nextInt(20));
                    }
                }
            }
            return new Pairs(own, pair, bounded);
        }

        @Override
        public int calls() {
            return CALLS;
        }

        @Override
        public int options(int call) {
            return OPTIONS;
        }

        @Override
        public Price price() {
            return (choice, limit) -> sum(choice, 0);
        }

        @Override
        public Optional<Bound> bound() {
            return bounded ? Optional.of((choice, limit) -> sum(choice, 10)) : Optional.empty();
        }

        private double sum(int[] choice, double open) {
            double sum = 0;
            for (int call = 0; call < CALLS; call++) {
                sum += choice[call] == OPEN ? open : own[call][choice[call]];
                for (int other = 0; other < call; other++) {
                    boolean both = choice[call] != OPEN && choice[other] != OPEN;
                    sum += both ? pair[call][other][choice[call]][choice[other]] : 0;
                }
            }
            return sum;
        }

        double cheapest(int[] choice, int call) {
            if (call == CALLS) {
                return sum(choice, 0);
            }
            double least = Double.POSITIVE_INFINITY;
            for (int option = 0; option < OPTIONS; option++) {
                choice[call] = option;
                least = Math.min(least, cheapest(choice, call + 1));
            }
            return least;
        }
    }

    private static Finding search(AssignmentProblem problem, long seed, long evaluations) {
        return Search.run(problem, new Budget(seed, evaluations, 600), progress -> {});
    }

    @Test
    void aProofHoldsAgainstEveryChoice() {
        for (long seed = 0; seed < 3; seed++) {
            var problem = Pairs.of(seed, true);
            Finding finding = search(problem, 1, Long.MAX_VALUE);
            assertTrue(finding.proved());
            assertEquals(0, finding.gap());
            assertEquals(problem.cheapest(new int[CALLS], 0), finding.cost());
        }
    }

    @Test
    void theSameSeedAndEvaluationsGiveTheSameAnswer() {
        for (boolean bounded : List.of(true, false)) {
            var problem = Pairs.of(7, bounded);
            Finding once = search(problem, 5, 100_000);
            Finding again = search(problem, 5, 100_000);
            assertEquals(once.choice(), again.choice());
            assertEquals(once.trail(), again.trail());
            assertEquals(once.lowerBound(), again.lowerBound());
            assertEquals(once.evaluations(), again.evaluations());
        }
    }

    @Test
    void evaluationsAreNotExceeded() {
        for (long most : new long[] {1, 2, 3, 10, 1_000, 100_001}) {
            Finding finding = search(Pairs.of(3, true), 0, most);
            assertTrue(finding.evaluations() <= most, finding.evaluations() + " of " + most);
            assertTrue(finding.cost() < Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void withoutABoundThereIsAChoiceAndNoProof() {
        Finding finding = search(Pairs.of(2, false), 0, 50_000);
        assertFalse(finding.proved());
        assertEquals(1, finding.gap());
        assertEquals(Double.NEGATIVE_INFINITY, finding.lowerBound());
    }

    @Test
    void timeThatIsUpStopsTheSearch() {
        for (double seconds : new double[] {0, 0.05}) {
            Finding finding = Search.run(Pairs.of(2, false), Budget.ofSeconds(seconds), progress -> {});
            assertTrue(finding.cost() < Double.POSITIVE_INFINITY, "a choice however short the time");
        }
    }

    @Test
    void aStateOfTheBoundBeforeTheEndIsStillABound() {
        var problem = Pairs.of(4, true);
        double cheapest = problem.cheapest(new int[CALLS], 0);
        for (long evaluations = 30_000; evaluations < 400_000; evaluations += 37_000) {
            Finding finding = search(problem, 0, evaluations);
            assertTrue(finding.lowerBound() <= cheapest, finding.lowerBound() + " > " + cheapest);
            assertTrue(finding.cost() >= cheapest);
        }
    }

    @Test
    void progressTellsOfFallingCostsAndRisingBounds() {
        List<Finding> told = new ArrayList<>();
        Finding last = Search.run(Pairs.of(9, true), new Budget(0, 500_000, 600), told::add);
        for (int i = 1; i < told.size(); i++) {
            assertTrue(told.get(i).cost() <= told.get(i - 1).cost());
            assertTrue(told.get(i).lowerBound() >= told.get(i - 1).lowerBound());
        }
        assertEquals(last.cost(), told.getLast().cost());
        assertEquals(last.cost(), last.trail().getLast().cost());
    }
}
