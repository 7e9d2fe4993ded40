package io.akkord.configs.predictions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.configs.ClusterReader;
import io.akkord.configs.rows.CsvRow;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Pricing;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.Software;
import io.akkord.placement.cost.Work;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What others measured, and what we say of it. The clusters are calibrated on these very rows of Megatron-LM and ReaL, so the
 * errors asserted of them say that the model can hold them, not how well it foretells others.
 */
class PublishedResultsTest {

    private static final Path SHARED = Path.of("../../shared/planner/published");

    private static List<Prediction> predictions(String file) {
        Assumptions.assumeTrue(
                Files.isDirectory(SHARED), "the published measurements lie in ../shared, which is not here");
        List<CsvRow> rows = CsvRow.readAll(SHARED.resolve(file));
        return rows.stream().map(PublishedTable.of(rows)::predict).toList();
    }

    private static double meanError(List<Prediction> predictions) {
        return predictions.stream()
                .map(Prediction::error)
                .filter(Objects::nonNull)
                .mapToDouble(Math::abs)
                .average()
                .orElseThrow();
    }

    @Test
    void megatronTrainsAsFastAsWeSay() {
        List<Prediction> predictions = predictions("megatron_table1.csv");
        double error = meanError(predictions);
        double constant = predictions.stream()
                .mapToDouble(one -> Objects.requireNonNull(one.published()))
                .map(guess -> predictions.stream()
                        .mapToDouble(one -> Math.abs(guess / Objects.requireNonNull(one.published()) - 1))
                        .average()
                        .orElseThrow())
                .min()
                .orElseThrow();
        assertTrue(error <= 0.04, "mean error " + error);
        assertTrue(error <= constant / 2, "mean error " + error + ", the best constant's " + constant);
    }

    @Test
    void realsHeuristicIteratesAsFastAsWeSayAndOtherPlansAreUnknown() {
        List<Prediction> predictions = predictions("rlhf_iteration_seconds.csv");
        assertTrue(meanError(predictions) <= 0.06, "mean error " + meanError(predictions));
        for (Prediction one : predictions) {
            assertEquals(one.row().text("system").equals("ReaL-Heuristic"), one.predicted() != null, one.label());
        }
    }

    private static double trainingSeconds(
            String cluster, ModelShape shape, Parallelism cut, int batch, Execution execution) {
        int devices = cut.ranks();
        return new Pricing(new ClusterReader(Path.of("")).read(cluster, devices), Storage.mixed())
                .price(new Work.Training(batch, 2048, 1, 1), shape, new Layout(Mesh.of(0, devices), cut), execution)
                .seconds();
    }

    private static ModelShape gpt(int hidden, int heads, int layers) {
        return new ModelShape(
                Family.GPT, 51_200, hidden, layers, heads, heads, hidden / heads, 4 * hidden, 2048, true, false);
    }

    /**
     * Smith et al. 2022 (2201.11990), section 3: Megatron-LM under DeepSpeed, 113 to 126 TFLOP/s.
     *
     * <p>By a100-80g-selene, Megatron-LM's own calibration, it would be 20 to 22 % faster than it was. That it is nearer to
     * a100-80g was seen only then, so this is no confirmation of either; it holds what we say in place.
     */
    @ParameterizedTest(name = "{0} copies: {1} s")
    @CsvSource({"8, 60.1", "10, 50.2", "12, 44.4"})
    void megatronTuringIteratesAsFastAsWeSay(int copies, double published) {
        var execution = new Execution(1, 1, Recompute.FULL, Software.PLAIN);
        double seconds =
                trainingSeconds("a100-80g", gpt(20_480, 128, 105), new Parallelism(copies, 8, 35), 1920, execution);
        assertEquals(published, seconds, 0.15 * published);
    }

    /** Korthikanti et al. 2022, table 5, as calculon's validation quotes it. */
    @ParameterizedTest(name = "hidden {0}, {6}: {7} s")
    @CsvSource({
        "6144,  64, 48, 1, 1,  4, FULL,      1.42",
        "6144,  64, 48, 1, 1,  4, SELECTIVE, 1.10",
        "12288, 96, 96, 8, 3, 64, FULL,      18.13",
        "12288, 96, 96, 8, 3, 64, SELECTIVE, 13.75",
    })
    void selectiveRecomputationSavesWhatItSaved(
            int hidden,
            int heads,
            int layers,
            int stages,
            int chunks,
            int batch,
            Recompute recompute,
            double published) {
        boolean selective = recompute == Recompute.SELECTIVE;
        int rows = stages == 1 ? 4 : 1;
        var execution = new Execution(rows, chunks, recompute, new Software(false, selective, false, false));
        double seconds = trainingSeconds(
                "a100-80g-selene", gpt(hidden, heads, layers), new Parallelism(1, 8, stages), batch, execution);
        assertEquals(published, seconds, 0.1 * published);
    }

    /**
     * Huang et al. 2019, table 2, Transformer-48 with 32 micro-batches, over two stages with one.
     *
     * <p>With 1 and 4 micro-batches GPipe was up to 1.65 times faster than a bubble of (stages - 1) / micro-batches allows,
     * which our model keeps to; recomputation while a stage waits would explain it.
     */
    @ParameterizedTest(name = "{0} stages: {1} times")
    @CsvSource({"2, 1.8", "4, 3.4", "8, 6.3"})
    void moreStagesSpeedGPipeUpAsTheyDid(int stages, double published) {
        double reference = pipelineSeconds(2, 1);
        assertEquals(published, reference / pipelineSeconds(stages, 32), 0.15 * published);
    }

    /** A batch that fills the device, over links that cost nothing much. */
    private static double pipelineSeconds(int stages, int microBatches) {
        var execution = Execution.of(512 / microBatches, Recompute.FULL);
        var shape = new ModelShape(Family.GPT, 32_000, 8192, 48, 64, 64, 128, 32_768, 2048, true, true);
        return trainingSeconds("a100-80g-selene", shape, new Parallelism(1, 1, stages), 512, execution);
    }
}
