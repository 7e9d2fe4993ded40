package io.akkord.placement.cost;

import static io.akkord.placement.cost.Machines.LLAMA;
import static io.akkord.placement.cost.Machines.layout;
import static io.akkord.placement.cost.Machines.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cluster.Precision;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintTest {

    private static final double GIB = 1L << 30;

    private static ModelShape gpt(int hidden, int heads, int layers) {
        return new ModelShape(
                Family.GPT, 51_200, hidden, layers, heads, heads, hidden / heads, 4 * hidden, 2048, true, false);
    }

    /** Blocks' activations of the first stage: all that is kept, for all micro-batches in flight. */
    private static double activations(
            ModelShape shape, int stages, int chunks, int rows, Recompute recompute, boolean sequenceParallel) {
        var cut = new Parallelism(1, 8, stages);
        var wiring = new Terrain(new Ground(nodes(stages), Precision.BFLOAT16), Mesh.of(0, 8 * stages)).wiring(cut);
        var execution = new Execution(rows, chunks, recompute, new Software(false, sequenceParallel, false, false));
        var footprint = new Footprint(new CutNetwork(shape, cut, wiring, Storage.mixed(), execution));
        return rows
                * 2048
                * footprint.blockBytesPerToken(2048, recompute)
                * (shape.layers() / stages)
                * footprint.inFlight(64);
    }

    /** Korthikanti et al. 2022, as calculon's validation quotes it: GiB of activations. */
    @Test
    void activationsAreThePublishedOnes() {
        ModelShape small = gpt(6144, 64, 48);
        ModelShape large = gpt(12_288, 96, 96);
        assertEquals(59.25, activations(small, 1, 1, 4, Recompute.NONE, false) / GIB, 0.005);
        assertEquals(9.5625, activations(small, 1, 1, 4, Recompute.SELECTIVE, true) / GIB, 0.005);
        assertEquals(66.84, activations(large, 8, 3, 1, Recompute.NONE, false) / GIB, 0.05);
        assertEquals(12.35, activations(large, 8, 3, 1, Recompute.SELECTIVE, true) / GIB, 0.01);
    }

    /** The same, in percent of what is kept without any of it; the publication rounds to a tenth. */
    @ParameterizedTest(name = "hidden {0}, {3}, sequence parallel {4}: {5} %")
    @CsvSource({
        "6144,  64, 48, NONE,      true,  66.84",
        "6144,  64, 48, SELECTIVE, false, 49.42",
        "6144,  64, 48, SELECTIVE, true,  16.18",
        "6144,  64, 48, FULL,      false,  7.64",
        "12288, 96, 96, NONE,      true,  62.04",
        "12288, 96, 96, SELECTIVE, false, 56.53",
        "12288, 96, 96, SELECTIVE, true,  18.49",
        "12288, 96, 96, FULL,      false,  8.71",
    })
    void whatIsForgottenIsThePublishedShare(
            int hidden, int heads, int layers, Recompute recompute, boolean sequenceParallel, double percent) {
        ModelShape shape = gpt(hidden, heads, layers);
        double all = activations(shape, 1, 1, 1, Recompute.NONE, false);
        assertEquals(percent, 100 * activations(shape, 1, 1, 1, recompute, sequenceParallel) / all, 0.1);
    }

    @Test
    void aWholeNetworkWeighsItsParameters() {
        MemoryUse use = new Pricing(nodes(1), Storage.mixed())
                .price(new Work.Training(8, 512, 1, 1), LLAMA, layout(1, 1, 1), Execution.of(2, Recompute.FULL))
                .memory();
        assertEquals(2 * LLAMA.parameters(), use.weightBytes());
        assertEquals(4 * LLAMA.parameters(), use.gradientBytes());
        assertEquals(12 * LLAMA.parameters(), use.optimizerBytes());
        assertEquals(18 * LLAMA.parameters(), use.residentBytes());
        long inputs = 2L * 512 * 4096 * 2 * 32;
        long block = 2L * 512 * 2 * (4 * 4096 + 4 * 4096 + 3 * 11_008);
        assertEquals(inputs + block, use.activationBytes());
        assertEquals(2L * 512 * 32_000 * 6, use.bufferBytes());
        assertEquals(use.residentBytes() + use.workingBytes(), use.totalBytes());
    }

    @Test
    void copiesShareTheOptimizerAndSlicesEverythingButNorms() {
        var pricing = new Pricing(nodes(1), Storage.mixed());
        var execution = Execution.of(2, Recompute.FULL);
        MemoryUse whole = pricing.price(new Work.Training(8, 512, 1, 1), LLAMA, layout(1, 1, 1), execution)
                .memory();
        MemoryUse copied = pricing.price(new Work.Training(8, 512, 1, 1), LLAMA, layout(4, 1, 1), execution)
                .memory();
        MemoryUse sliced = pricing.price(new Work.Training(8, 512, 1, 1), LLAMA, layout(1, 4, 1), execution)
                .memory();
        assertEquals(whole.optimizerBytes() / 4, copied.optimizerBytes());
        assertEquals(whole.weightBytes(), copied.weightBytes());
        long norms = 2 * 65 * 4096L;
        assertEquals((whole.weightBytes() - norms) / 4 + norms, sliced.weightBytes());
    }

    @Test
    void theFullestStageHasItsBlocksAndTheHeadWithItsNorm() {
        var cut = new Parallelism(1, 1, 8);
        long expected = 4 * LLAMA.blockParameters() + LLAMA.headParameters() + LLAMA.normParameters();
        assertEquals(expected, Slices.of(LLAMA, cut).parameters());
        assertEquals(
                4 * LLAMA.blockParameters() + LLAMA.embeddingParameters(),
                Slices.of(LLAMA.scored(), cut).parameters());
    }

    /** Eight key heads on sixteen slices: each slice keeps one of its own. */
    @Test
    void fewerKeyHeadsThanSlicesAreKeptMoreThanOnce() {
        var grouped = new ModelShape(Family.LLAMA, 32_000, 8192, 80, 64, 8, 128, 28_672, 0, false, false);
        assertEquals(128, new Slices(grouped, 8, 1).keyWidth());
        assertEquals(128, new Slices(grouped, 16, 1).keyWidth());
        assertEquals(512, new Slices(grouped, 16, 1).queryWidth());
    }
}
