package io.akkord.algorithms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.estimate.AdvantageEstimator;
import io.akkord.algorithms.estimate.AdvantageEstimator.Kind;
import io.akkord.algorithms.estimate.GroupAdvantage;
import io.akkord.algorithms.estimate.GroupAdvantage.Spread;
import io.akkord.algorithms.estimate.OffPolicy;
import io.akkord.algorithms.estimate.OffPolicy.Correction;
import io.akkord.algorithms.estimate.SoftOverlong;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.DetachedRatio;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.algorithms.objective.RatioLevel;
import io.akkord.algorithms.objective.Surrogate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Estimators and surrogates without a critic against numbers that the peers' own code gave, values and gradients.
 *
 * <p>Left out: TRL's LUSPO, whose loss reads padding (it is the ratio of a sequence under {@code seq-mean-token-sum}), and
 * NeMo-RL's clamp of a log-ratio before its KL, which is no setting of ours.
 */
class RlvrVectorsTest {

    private static final double TOLERANCE = 1e-6;
    private static final int[] LENGTHS = {6, 4, 5, 3};
    private static final double[] SCORES = {1, -.5, .25, 2};
    private static final int[] GROUPS = {0, 0, 1, 1};

    private final double[][] logprobs = table((i, t) -> -.1 * (1 + (3 * i + 5 * t) % 7));
    private final double[][] old = table((i, t) -> -.1 * (1 + (5 * i + 3 * t) % 6));
    private final double[][] rollout = table((i, t) -> old[i][t] + .05 * ((i + t) % 3 - 1));
    private final boolean[][] mask = IntStream.range(0, 4)
            .mapToObj(i -> {
                var row = new boolean[6];
                Arrays.fill(row, 0, LENGTHS[i], true);
                return row;
            })
            .toArray(boolean[][]::new);

    private interface Cell {
        double at(int i, int t);
    }

    private static double[][] table(Cell cell) {
        return IntStream.range(0, 4)
                .mapToObj(i ->
                        IntStream.range(0, 6).mapToDouble(t -> cell.at(i, t)).toArray())
                .toArray(double[][]::new);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "verl_core_algos.json, 1e-6, 74",
        "openrlhf_losses.json, 1e-6, 4",
        "trl_losses.json, 1e-6, 16",
        "peer_test_facts.json, 1e-6, 7",
        "cs336_alignment.json, 1e-6, 5"
    })
    void agreesWithPeers(String file, double tolerance, int casesOfOurs) {
        Map<String, PeerFunctions.Function> ours = new HashMap<>(PeerGroups.ALL);
        ours.putAll(PeerSurrogates.ALL);
        int ran = 0;
        for (Vectors.Case one : Vectors.cases(file, tolerance)) {
            PeerFunctions.Function function = ours.get(one.function());
            if (function != null) {
                Vectors.compare(one, function.apply(one.inputs()));
                ran++;
            }
        }
        assertEquals(casesOfOurs, ran, "cases run of " + file);
    }

    private static void golden(String name, Object computed) {
        JsonNode expected = Vectors.read("vectors/golden.json").get(name);
        Vectors.compare(name, expected, computed, TOLERANCE);
    }

    @Test
    void groupsOfTheGoldenBatch() {
        golden("verl.grpo", GroupAdvantage.normalized(SCORES, GROUPS, Spread.UNBIASED, 1e-6));
        golden("trl.grpo(1e-4)", GroupAdvantage.normalized(SCORES, GROUPS, Spread.UNBIASED, 1e-4));
        golden("openinstruct.grpo(np std,1e-8)", GroupAdvantage.normalized(SCORES, GROUPS, Spread.BIASED, 1e-8));
        golden("verl.grpo.nostd", GroupAdvantage.normalized(SCORES, GROUPS, Spread.NONE, 0));
        golden("nemorl.grpo.loo(N=2)", GroupAdvantage.normalized(SCORES, GROUPS, Spread.LEAVE_ONE_OUT, 1e-6));
        golden("verl.rloo", GroupAdvantage.leaveOneOut(SCORES, GROUPS));
    }

    @ParameterizedTest
    @CsvSource({"REINFORCE_PLUS_PLUS, verl.rf++", "REINFORCE_PLUS_PLUS_BASELINE, verl.rf++baseline"})
    void whitenedAdvantagesOfTheGoldenBatch(Kind kind, String name) {
        double[][] advantages =
                new AdvantageEstimator(kind, Spread.NONE, 0).of(SCORES, new double[4][6], mask, GROUPS, new double[4]);
        golden(name, IntStream.range(0, 4).mapToDouble(i -> advantages[i][0]).toArray());
    }

    private double loss(Surrogate surrogate, Aggregation aggregation, OffPolicy correction) {
        double[] group = GroupAdvantage.normalized(SCORES, GROUPS, Spread.UNBIASED, 1e-6);
        double[][] weights = IntStream.range(0, 4)
                .mapToObj(i -> correction.weights(old[i], rollout[i], mask[i]))
                .toArray(double[][]::new);
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(rollout, mask))
                .with(PolicyGradient.OLD_LOGPROBS, TokenGrid.of(old))
                .with(PolicyGradient.IMPORTANCE_WEIGHTS, TokenGrid.of(weights))
                .with(Column.ADVANTAGES, TokenGrid.of(table((i, t) -> group[i])));
        return PeerLosses.at(new PolicyGradient(surrogate, aggregation, 1, 0), step, TokenGrid.of(logprobs))
                .loss();
    }

    @ParameterizedTest
    @EnumSource(value = RatioLevel.class, mode = EnumSource.Mode.EXCLUDE, names = "TOKEN")
    void sequenceRatiosOfTheGoldenBatch(RatioLevel level) {
        double loss =
                loss(new ClippedSurrogate(level, 0.2, 0.28, 0, 0), Aggregation.SEQ_MEAN_TOKEN_MEAN, OffPolicy.none());
        golden("verl.pg.gspo", loss);
        golden("openrlhf.pg.gspo", loss);
    }

    @Test
    void detachedRatioOfTheGoldenBatch() {
        golden(
                "verl.pg.cispo",
                loss(new DetachedRatio(RatioLevel.TOKEN, 0.2, 0.28), Aggregation.TOKEN_MEAN, OffPolicy.none()));
    }

    @ParameterizedTest
    @CsvSource({"TRUNCATE, tis", "MASK, icepop", "MASK_SEQUENCES, seq-mask-tis"})
    void correctionsOfTheGoldenBatch(Correction correction, String name) {
        golden(
                "openrlhf.pg." + name + "[.97,1.03]",
                loss(
                        new ClippedSurrogate(0.2, 0.28, 0),
                        Aggregation.TOKEN_MEAN,
                        new OffPolicy(correction, OffPolicy.Level.TOKEN, .97, 1.03)));
    }

    @Test
    void overlongResponsesOfTheGoldenBatch() {
        int[] lengths = {16000, 16384, 18432, 20480, 21000};
        IntToDoubleFunction verl = length -> new SoftOverlong(4096, 1, false).at(length, 20480);
        golden(
                "overlong.verl(max20480,buf4096,f1) l=16000,16384,18432,20480,21000",
                IntStream.of(lengths).mapToDouble(verl).toArray());
        assertEquals(-1, new SoftOverlong(4096, 1, true).at(21000, 20480), "OpenRLHF caps it");
    }
}
