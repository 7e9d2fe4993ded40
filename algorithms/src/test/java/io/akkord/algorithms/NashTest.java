package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Preferences that go round in a circle: token 0 is preferred to 1, 1 to 2, 2 to 0, and 3 loses to all. No score agrees
 * with them, so whoever maximises one can be beaten; against the mixture of the three nobody wins.
 */
class NashTest {

    private static final int GROUP = 8;
    private static final double[][] START = {{0.9, 0.2, -0.4, 0}, {0, 0, 0, 0}};
    private static final PairwiseJudge UNASKED = new PairwiseJudge(List.of("{prompt}{first}{second}"), "A", "B", 0);

    private static double beats(int one, int two) {
        if (one == two) {
            return 0.5;
        }
        return two == 3 || (one != 3 && (one + 1) % 3 == two) ? 1 : 0;
    }

    /** What a response is worth against the policy's own: a preference that answers win rates in its group. */
    private static double[] winRates(List<Rollout> rollouts) {
        var rates = new double[rollouts.size()];
        for (int i = 0; i < rates.length; i++) {
            int start = i / GROUP * GROUP;
            for (int j = start; j < start + GROUP; j++) {
                rates[i] += i == j
                        ? 0
                        : beats(rollouts.get(i).response()[0], rollouts.get(j).response()[0]) / (GROUP - 1);
            }
        }
        return rates;
    }

    /** The Bradley-Terry scores that fit the preferences between responses of the starting policy best. */
    private static double[] bradleyTerry() {
        double[] odds = TabularNetworks.softmax(START[0]);
        var scores = new double[odds.length];
        for (int step = 0; step < 20_000; step++) {
            var gradient = new double[odds.length];
            for (int i = 0; i < odds.length; i++) {
                for (int j = 0; j < odds.length; j++) {
                    double predicted = 1 / (1 + Math.exp(scores[j] - scores[i]));
                    gradient[i] += odds[i] * odds[j] * (beats(i, j) - predicted);
                }
            }
            for (int i = 0; i < odds.length; i++) {
                scores[i] += gradient[i];
            }
        }
        return scores;
    }

    private static final OptimizerSettings DESCENT =
            new OptimizerSettings(0.06, 0.9, 0.999, 1e-8, 0, 0, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    private static final Sampling SAMPLING = new Sampling(1, 1, 0, TabularNetworks.LENGTH, GROUP, List.of());

    /** The mean policy over the run, which is what self-play converges in. */
    private static double[] meanPolicy(Algorithm algorithm, Function<List<Rollout>, double[]> scores) {
        var networks = new TabularNetworks(START, 5, scores);
        var mean = new double[TabularNetworks.TOKENS];
        int iterations = 8000;
        for (int iteration = 0; iteration < iterations; iteration++) {
            networks.iterate(algorithm.workflow(Scoring.plain()), 8, iteration);
            double[] now = networks.probabilities(0);
            for (int token = 0; token < mean.length; token++) {
                mean[token] += now[token] / iterations;
            }
        }
        return mean;
    }

    /** How often the best single answer beats a policy; 0.5 at the equilibrium. */
    private static double exploitability(double[] policy) {
        double most = 0;
        for (int answer = 0; answer < policy.length; answer++) {
            double wins = 0;
            for (int token = 0; token < policy.length; token++) {
                wins += policy[token] * beats(answer, token);
            }
            most = Math.max(most, wins);
        }
        return most;
    }

    @Test
    void directNashEndsWhereNobodyWins() {
        var nash = new DirectNash(
                SAMPLING, OnlineDpo.Preference.REWARD, UNASKED, Role.REFERENCE, 0.05, 1, new Passes(1, 1), DESCENT);
        double[] policy = meanPolicy(nash, NashTest::winRates);
        assertTrue(exploitability(policy) < 0.58, () -> Arrays.toString(policy));
        assertTrue(policy[3] < 0.05, () -> Arrays.toString(policy));
    }

    @Test
    void bradleyTerryRewardIsExploited() {
        double[] scores = bradleyTerry();
        var dpo = new OnlineDpo(
                SAMPLING,
                OnlineDpo.Preference.REWARD,
                UNASKED,
                Role.REFERENCE,
                0,
                PairLoss.SIGMOID,
                1,
                OnlineDpo.Anchor.START,
                new Passes(1, 1),
                DESCENT);
        double[] policy = meanPolicy(
                dpo,
                rollouts -> rollouts.stream()
                        .mapToDouble(rollout -> scores[rollout.response()[0]])
                        .toArray());
        assertTrue(exploitability(policy) > 0.9, () -> Arrays.toString(policy));
    }

    @Test
    void heldToTheStartOfEachIterationNoReferenceIsNeeded() {
        var nash = new DirectNash(
                SAMPLING, OnlineDpo.Preference.REWARD, UNASKED, Role.REFERENCE, 0.05, 1, new Passes(1, 1), DESCENT);
        assertEquals(Set.of(Role.POLICY), nash.workflow(Scoring.plain()).roles());
    }
}
