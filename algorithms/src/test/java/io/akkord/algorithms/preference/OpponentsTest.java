package io.akkord.algorithms.preference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OpponentsTest {

    private static final double[] CHOSEN = {3, 1, 2};
    private static final double[] REJECTED = {-1, 5, 0};

    @Test
    void responsesMeetTheOneOfTheirRank() {
        var opponents = Opponents.of(PairLoss.AOT_UNPAIRED, CHOSEN, REJECTED, new double[3]);
        assertArrayEquals(new double[] {5, -1, 0}, opponents.ofChosen());
        assertArrayEquals(new double[] {1, 3, 2}, opponents.ofRejected());
    }

    @Test
    void leadsMeetTheReferencesLeadOfTheirRank() {
        double[] reference = {7, 8, 0};
        var opponents = Opponents.of(PairLoss.AOT, CHOSEN, REJECTED, reference);
        double[] leads = {3 + 1 + 7, 1 - 5 + 8, 2}; // ranks 2, 1, 0 against 0, 7, 8
        double[] met = {8, 7, 0};
        for (int i = 0; i < 3; i++) {
            assertEquals(leads[i] - met[i], CHOSEN[i] - opponents.ofChosen()[i], 1e-15);
            assertEquals(leads[i] - met[i], opponents.ofRejected()[i] - REJECTED[i], 1e-15);
        }
    }

    @Test
    void otherLossesHaveNone() {
        assertThrows(
                IllegalArgumentException.class, () -> Opponents.of(PairLoss.SIGMOID, CHOSEN, REJECTED, new double[3]));
    }
}
