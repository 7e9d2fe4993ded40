package io.akkord.algorithms;

import static io.akkord.algorithms.PeerPreferences.pairs;
import static io.akkord.algorithms.PeerPreferences.spread;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.Divergence;
import io.akkord.algorithms.preference.LabelledLoss;
import io.akkord.algorithms.preference.Odds;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three pairs of several tokens, against {@code golden.json} (nine decimals). */
class GoldenPreferencesTest {

    private static final double[] CHOSEN = {-10, -12, -8};
    private static final double[] REJECTED = {-11, -10, -9};
    private static final double[] REFERENCE_CHOSEN = {-10.5, -11.5, -8.2};
    private static final double[] REFERENCE_REJECTED = {-10.8, -10.4, -8.5};
    private static final int[] LENGTHS = {5, 7, 6, 5, 4, 6};

    private static JsonNode golden;

    @BeforeAll
    static void read() {
        golden = Vectors.read("vectors/golden.json");
    }

    private static void check(String name, Object computed) {
        Vectors.compare(name, golden.get(name), computed, 1e-6);
    }

    private static double loss(PairComparison comparison, boolean reference, boolean averaged) {
        var against = new TokenGrid(spread(REFERENCE_CHOSEN, REFERENCE_REJECTED, LENGTHS), 2);
        return PeerLosses.at(
                        new PairPreference(comparison, 1, 0, reference, averaged),
                        pairs(LENGTHS).with(Column.REFERENCE_LOGPROBS, against),
                        new TokenGrid(spread(CHOSEN, REJECTED, LENGTHS), 2))
                .loss();
    }

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, 0, false, 'dpo.sigmoid(b.1)'",
        "SIGMOID, 0.1, false, 'dpo.cdpo(b.1,e.1)'",
        "ROBUST, 0.1, false, 'dpo.robust(b.1,e.1)'",
        "HINGE, 0, false, 'dpo.hinge(b.1)'",
        "IPO, 0, false, 'dpo.ipo.sum(b.1)'",
        "IPO, 0, true, 'dpo.ipo.avg(b.1)'",
    })
    void pairsWithAReference(PairLoss loss, double smoothing, boolean averaged, String name) {
        check(name, loss(PairComparison.of(loss, 0.1, smoothing), true, averaged));
    }

    @Test
    void meanLogprobsWithATargetLead() {
        var simpo = new PairComparison(PairLoss.SIGMOID, Divergence.reverseKl(), 2, 0.6, 0, 1);
        check("simpo(b2,gamma/b.3)", loss(simpo, false, true));
    }

    @Test
    void oddsOfMeanLogprobs() {
        check("orpo.or_term", loss(new PairComparison(PairLoss.SIGMOID, new Odds(), 1, 0, 0, 1), false, true));
    }

    @Test
    void responsesOnTheirOwn() {
        var kto = new LabelledLoss(0.1, 1, 1);
        check("kto(b.1,z.15) desirable", costs(kto, CHOSEN, REFERENCE_CHOSEN, true));
        check("kto undesirable", costs(kto, REJECTED, REFERENCE_REJECTED, false));
    }

    private static double[] costs(LabelledLoss loss, double[] policy, double[] reference, boolean desirable) {
        double[] ratios = IntStream.range(0, policy.length)
                .mapToDouble(i -> policy[i] - reference[i])
                .toArray();
        return Arrays.stream(ratios)
                .map(ratio -> loss.cost(ratio, desirable, 0.15).loss())
                .toArray();
    }
}
