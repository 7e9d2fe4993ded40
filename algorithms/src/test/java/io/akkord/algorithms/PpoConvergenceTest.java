package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PPO with a KL penalty has a known end: the reference, reweighted by exp(reward / coefficient). */
class PpoConvergenceTest {

    private static final double COEFFICIENT = 0.5;
    private static final double[][] REFERENCE = {{0.3, -0.5, 0.1, 0}, {0, 0.4, -0.2, 0.2}};
    private static final double[][] REWARD = {{0, 0.6, -0.3, 0.2}, {-0.5, 0.1, 0.4, 0}};

    private static OptimizerSettings descent(double rate) {
        return new OptimizerSettings(rate, 0, 0, 1e-8, 0, 0, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.95, 1})
    void policyEndsAtTheReferenceReweightedByTheReward(double lambda) {
        Workflow workflow = new Ppo(
                        new Sampling(1, 1, 0, TabularNetworks.LENGTH, 1, List.of()),
                        COEFFICIENT,
                        Kl.Estimator.K1,
                        KlController.fixed(),
                        Truncated.KEEP,
                        0,
                        new GeneralizedAdvantage(1, lambda),
                        false,
                        false,
                        0.2,
                        0,
                        0,
                        0,
                        Aggregation.TOKEN_MEAN,
                        0,
                        false,
                        OffPolicy.none(),
                        new Passes(2, 2),
                        descent(1),
                        descent(1))
                .workflow(Scoring.plain());
        var networks = new TabularNetworks(REFERENCE, response -> REWARD[0][response[0]] + REWARD[1][response[1]], 7);
        for (int iteration = 0; iteration < 150; iteration++) {
            networks.iterate(workflow, 128, iteration);
        }

        double total = 0;
        for (int position = 0; position < TabularNetworks.LENGTH; position++) {
            int at = position;
            double[] tilted = IntStream.range(0, TabularNetworks.TOKENS)
                    .mapToDouble(token -> REFERENCE[at][token] + REWARD[at][token] / COEFFICIENT)
                    .toArray();
            assertArrayEquals(TabularNetworks.softmax(tilted), networks.probabilities(position), 2e-3);
            total += softValue(position);
        }
        assertEquals(total, networks.value(0), 2e-3, "the critic foresees reward minus penalty from the start");
        assertEquals(REWARD[0][1] + softValue(1), networks.value(2), 2e-3, "and after the best first token");
    }

    /** {@code coefficient * log sum(reference * exp(reward / coefficient))}: what the best policy earns at a position. */
    private static double softValue(int position) {
        double[] odds = TabularNetworks.softmax(REFERENCE[position]);
        double sum = IntStream.range(0, odds.length)
                .mapToDouble(token -> odds[token] * Math.exp(REWARD[position][token] / COEFFICIENT))
                .sum();
        return COEFFICIENT * Math.log(sum);
    }
}
