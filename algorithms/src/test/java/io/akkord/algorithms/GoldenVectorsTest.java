package io.akkord.algorithms;

import static io.akkord.algorithms.PeerLosses.aggregated;
import static io.akkord.algorithms.PeerLosses.surrogate;
import static io.akkord.algorithms.Vectors.grid;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.algorithms.estimate.GeneralizedAdvantage;
import io.akkord.algorithms.estimate.GeneralizedAdvantage.Estimate;
import io.akkord.algorithms.estimate.Kl;
import io.akkord.algorithms.estimate.KlController;
import io.akkord.algorithms.estimate.TokenRewards;
import io.akkord.algorithms.estimate.Whitening;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.algorithms.objective.PolicyGradient;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One small batch of four responses, taken through every stage, against {@code golden.json} (nine decimals). */
class GoldenVectorsTest {

    private static final int ROWS = 4;
    private static final int WIDTH = 6;
    private static final int[] LENGTHS = {6, 4, 5, 3};
    private static final double[] SCORES = {1, -.5, .25, 2};
    private static final double TOLERANCE = 1e-6;

    private static JsonNode golden;

    private final double[][] logprobs = table((i, t) -> -.1 * (1 + (3 * i + 5 * t) % 7));
    private final double[][] old = table((i, t) -> -.1 * (1 + (5 * i + 3 * t) % 6));
    private final double[][] reference = table((i, t) -> -.1 * (1 + (2 * i + 7 * t) % 8));
    private final double[][] values = table((i, t) -> .1 * ((i + 2 * t) % 5) - .2);
    private final double[][] moved = table((i, t) -> values[i][t] + .3 * ((i + t) % 4 - 1.5));
    private final boolean[][] mask = masks(false);
    private final boolean[][] holes = masks(true);

    /** A number for row i, token t. */
    private interface Cell {
        double at(int i, int t);
    }

    @BeforeAll
    static void read() {
        golden = Vectors.read("vectors/golden.json");
    }

    private static double[][] table(Cell cell) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> IntStream.range(0, WIDTH)
                        .mapToDouble(t -> cell.at(i, t))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static boolean[][] masks(boolean hole) {
        var mask = new boolean[ROWS][WIDTH];
        for (int i = 0; i < ROWS; i++) {
            Arrays.fill(mask[i], 0, LENGTHS[i], true);
        }
        if (hole) {
            Arrays.fill(mask[0], 2, 4, false);
        }
        return mask;
    }

    private static void check(String name, Object computed) {
        Vectors.compare(name, golden.get(name), computed, TOLERANCE);
    }

    /** The score alone on the last token, as verl's case has it. */
    private double[][] scoreOnly(boolean[][] where) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> TokenRewards.of(new double[WIDTH], 0, SCORES[i], where[i]))
                .toArray(double[][]::new);
    }

    private double[][] penalised() {
        Kl kl = Kl.of(Kl.Estimator.K1);
        double[][] d = table((i, t) -> kl.at(old[i][t], reference[i][t]));
        return IntStream.range(0, ROWS)
                .mapToObj(i -> TokenRewards.of(d[i], 0.01, SCORES[i], mask[i]))
                .toArray(double[][]::new);
    }

    private double[][][] estimate(double gamma, double lambda, double[][] rewards, boolean[][] where) {
        var gae = new GeneralizedAdvantage(gamma, lambda);
        var both = new double[2][ROWS][];
        for (int i = 0; i < ROWS; i++) {
            Estimate estimate = gae.estimate(rewards[i], values[i], where[i], 0);
            both[0][i] = estimate.advantages();
            both[1][i] = estimate.returns();
        }
        return both;
    }

    @Test
    void generalizedAdvantage() {
        double[][][] plain = estimate(1, 0.95, scoreOnly(mask), mask);
        check("verl.gae.ret", plain[1]);
        check("verl.gae.adv", new Whitening(false).apply(plain[0], mask));
    }

    @Test
    void advantageCarriesThroughHoles() {
        double[][][] holed = estimate(0.9, 0.8, scoreOnly(holes), holes);
        check("verl.gae.hole.ret", holed[1]);
        check("verl.gae.hole.adv(g.9,l.8)", new Whitening(false).apply(holed[0], holes));
    }

    @Test
    void penalisedRewardsAndTheirAdvantage() {
        check("openrlhf.token_reward(kl.01)", penalised());
        double[][][] estimated = estimate(1, 0.95, penalised(), mask);
        check("openrlhf.gae.adv_raw", estimated[0]);
        check("openrlhf.gae.ret", estimated[1]);
    }

    @Test
    void advantageBootstrapsFromTheEndValue() {
        Estimate estimate = new GeneralizedAdvantage(1, 1).estimate(scoreOnly(mask)[0], values[0], mask[0], 0.3);
        Vectors.compare(
                "bootstrapped",
                golden.get("real.gae(row0 no eos, V_T=.3).adv").get(0),
                estimate.advantages(),
                TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"K1, k1", "K2, k2", "K3, k3", "ABS, abs"})
    void klOfTheFirstRow(Kl.Estimator estimator, String name) {
        Kl kl = Kl.of(estimator);
        check("verl.kl." + name + ".row0", table((i, t) -> kl.at(logprobs[i][t], reference[i][t]))[0]);
    }

    @Test
    void whitenedValues() {
        check("verl.whiten(values).row0", new Whitening(false).apply(values, mask)[0]);
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.class, mode = EnumSource.Mode.EXCLUDE, names = "PROMPT_MEAN")
    void aggregatedLogprobs(Aggregation mode) {
        check("agg." + name(mode), aggregated(logprobs, mask, mode, WIDTH));
    }

    @ParameterizedTest
    @EnumSource(value = Aggregation.class, mode = EnumSource.Mode.EXCLUDE, names = "PROMPT_MEAN")
    void surrogateUnderGroupAdvantages(Aggregation mode) {
        check("verl.pg." + name(mode), surrogateLoss(0.28, 0, old, mode));
    }

    @Test
    void symmetricSurrogate() {
        check("real.actor_loss(.2)", surrogateLoss(0.2, 0, old, Aggregation.TOKEN_MEAN));
    }

    @Test
    void dualClip() {
        double[][] shifted = table((i, t) -> i == 1 ? logprobs[i][t] - 1.5 : old[i][t]);
        check("verl.pg.dualclip(c=3)", surrogateLoss(0.28, 3, shifted, Aggregation.TOKEN_MEAN));
    }

    private double surrogateLoss(double high, double dual, double[][] before, Aggregation mode) {
        JsonNode group = golden.get("verl.grpo");
        double[][] advantages = table((i, t) -> group.get(i).asDouble());
        return surrogate(
                        new PolicyGradient(new ClippedSurrogate(0.2, high, dual), mode, WIDTH, 0),
                        logprobs,
                        before,
                        advantages,
                        mask)
                .loss();
    }

    @ParameterizedTest
    @CsvSource({"0.2, verl.value(eps.2)", "0.5, verl.value(eps.5)"})
    void clippedValues(double clip, String name) {
        Experience step = Experience.empty()
                .with(Column.ROLLOUTS, Rollouts.of(old, mask))
                .with(Column.VALUES, TokenGrid.of(values))
                .with(Column.RETURNS, TokenGrid.of(grid(golden.get("verl.gae.ret"))));
        check(
                name,
                PeerLosses.at(new ClippedValue(clip, Aggregation.TOKEN_MEAN), step, TokenGrid.of(moved))
                        .loss());
    }

    @Test
    void adaptiveCoefficient() {
        var controller = new KlController(6, 10_000);
        double[] moves = {3, 6, 7, 30};
        var coefficients = new double[moves.length];
        double coefficient = 0.2;
        for (int i = 0; i < moves.length; i++) {
            coefficient = controller.next(coefficient, moves[i], 256);
            coefficients[i] = coefficient;
        }
        check("adaptiveKL(0.2,6,1e4; kl=3,6,7,30; n=256)", coefficients);
    }

    @Test
    void pairwiseRanking() {
        double[] chosen = {1, .2, -.3};
        double[] rejected = {.5, .4, -1};
        var ranking = new PairwiseRanking(0);
        check(
                "rm.pairwise",
                PeerLosses.ranking(chosen, rejected, new double[3], ranking).loss());
        check(
                "rm.pairwise.margin",
                PeerLosses.ranking(chosen, rejected, new double[] {.1, .2, .3}, ranking)
                        .loss());
    }

    private static String name(Aggregation mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
