package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.Logistic;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where preferences follow a reward, DPO ends where PPO with that reward would, without ever seeing it. */
class PreferenceConvergenceTest {

    private static final double BETA = 0.5;
    private static final double[][] REFERENCE = {{0.3, -0.5, 0.1, 0}, {0, 0.4, -0.2, 0.2}};
    private static final double[][] REWARD = {{0, 0.6, -0.3, 0.2}, {-0.5, 0.1, 0.4, 0}};
    private static final Sampling SAMPLING = new Sampling(1, 1, 0, TabularNetworks.LENGTH, 1, List.of());
    private static final int RESPONSES = TabularNetworks.TOKENS * TabularNetworks.TOKENS;

    private static OptimizerSettings descent(double rate) {
        return new OptimizerSettings(rate, 0, 0, 1e-8, 0, 0, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));
    }

    private static int[] response(int number) {
        return new int[] {number / TabularNetworks.TOKENS, number % TabularNetworks.TOKENS};
    }

    private static double reward(int[] response) {
        return REWARD[0][response[0]] + REWARD[1][response[1]];
    }

    /** Every two responses, each as surely preferred as Bradley and Terry have it. */
    private static Rows<PreferencePair> allPairs() {
        var pairs = new ArrayList<PreferencePair>();
        for (int one = 0; one < RESPONSES; one++) {
            for (int other = 0; other < one; other++) {
                double strength = Logistic.sigmoid(reward(response(one)) - reward(response(other)));
                pairs.add(new PreferencePair(new int[] {0}, response(one), response(other), 0, strength));
            }
        }
        return new Rows<>(pairs);
    }

    @Test
    void dpoEndsAtTheReferenceReweightedByTheReward() {
        Workflow workflow = new Dpo(
                        SAMPLING,
                        PairLoss.SIGMOID,
                        BETA,
                        0,
                        Divergence.Kind.REVERSE_KL,
                        0.5,
                        false,
                        0.05,
                        0,
                        new Passes(1, 1),
                        descent(10))
                .workflow(Scoring.none());
        var networks = new TabularNetworks(REFERENCE, PreferenceConvergenceTest::reward, 7);
        Rows<PreferencePair> pairs = allPairs();
        for (int iteration = 0; iteration < 400; iteration++) {
            networks.iterate(workflow, Experience.empty().with(Column.PAIRS, pairs), iteration);
        }
        for (int position = 0; position < TabularNetworks.LENGTH; position++) {
            int at = position;
            double[] tilted = IntStream.range(0, TabularNetworks.TOKENS)
                    .mapToDouble(token -> REFERENCE[at][token] + REWARD[at][token] / BETA)
                    .toArray();
            assertArrayEquals(TabularNetworks.softmax(tilted), networks.probabilities(position), 1e-6);
        }
    }

    @Test
    void ktoMakesDesirableResponsesLikelier() {
        Workflow workflow =
                new Kto(SAMPLING, Kto.Loss.KTO, BETA, 1, 1, new Passes(1, 1), descent(1)).workflow(Scoring.none());
        var networks = new TabularNetworks(REFERENCE, PreferenceConvergenceTest::reward, 7);
        var rows = new Rows<>(IntStream.range(0, RESPONSES)
                .mapToObj(PreferenceConvergenceTest::response)
                .map(response -> new LabelledResponse(new int[] {0}, response, response[0] == 1))
                .toList());
        double before = networks.probabilities(0)[1];
        for (int iteration = 0; iteration < 100; iteration++) {
            networks.iterate(workflow, Experience.empty().with(Column.LABELLED, rows), iteration);
        }
        double after = networks.probabilities(0)[1];
        assertTrue(after > 3 * before, before + " became " + after);
    }
}
