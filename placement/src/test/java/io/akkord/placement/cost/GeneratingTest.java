package io.akkord.placement.cost;

import static io.akkord.placement.cost.Machines.LLAMA;
import static io.akkord.placement.cost.Machines.layout;
import static io.akkord.placement.cost.Machines.nodes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cluster.Precision;
import io.akkord.placement.model.Storage;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratingTest {

    private static final Pricing PRICING = new Pricing(nodes(2), Storage.mixed());

    private static Work.Generation writing(int sequences, int limit, ResponseLengths lengths) {
        return new Work.Generation(sequences, 128, limit, lengths, List.of());
    }

    private static StepPrice price(Work.Generation work, Layout layout, int together) {
        return PRICING.price(work, LLAMA, layout, Execution.of(together, Recompute.NONE));
    }

    /** Each walk by itself: its survivors, its cache; no walk where none is left. */
    @Test
    void decodingIsTheSumOverTheSurvivors() {
        var lengths = new ResponseLengths.Observed(1, 3, 3, 10, 20, 20, 20, 20);
        var wiring = new Terrain(new Ground(nodes(1), Precision.BFLOAT16), Mesh.of(0, 1)).wiring(Parallelism.NONE);
        var pass = new SlicePass(
                Slices.of(LLAMA, Parallelism.NONE), wiring, Precision.BFLOAT16, Execution.of(8, Recompute.NONE));
        double expected = 32 * pass.block(8, 128).seconds() + pass.head(8).seconds();
        for (int token = 1; token < 20; token++) {
            double share = lengths.survivors(token);
            double any = 1 - Math.pow(1 - share, 8);
            double alive = 8 * share / any;
            expected += any
                    * (32 * pass.decodeBlock(alive, 128 + token + 0.5).seconds()
                            + pass.head(alive).seconds());
        }
        assertEquals(
                expected, price(writing(8, 20, lengths), layout(1, 1, 1), 8).seconds(), 1e-9 * expected);
    }

    @Test
    void longResponsesAreSummedInPartsWithLittleLoss() {
        var lengths = new ResponseLengths.Around(300, 1);
        double all = price(writing(64, 1000, lengths), layout(1, 8, 1), 64).seconds();
        double parts = price(writing(64, 1, lengths), layout(1, 8, 1), 64).seconds();
        var wiring =
                new Terrain(new Ground(nodes(1), Precision.BFLOAT16), Mesh.of(0, 8)).wiring(new Parallelism(1, 8, 1));
        var pass = new SlicePass(
                Slices.of(LLAMA, new Parallelism(1, 8, 1)),
                wiring,
                Precision.BFLOAT16,
                Execution.of(64, Recompute.NONE));
        for (int token = 1; token < 600; token++) { // after which none is alive
            double any = 1 - Math.pow(1 - lengths.survivors(token), 64);
            double alive = 64 * lengths.survivors(token) / any;
            parts += any
                    * (32 * pass.decodeBlock(alive, 128.5 + token).seconds()
                            + pass.head(alive).seconds());
        }
        assertEquals(parts, all, 0.01 * parts);
    }

    @Test
    void shortResponsesCostLessThanTheirLimit() {
        double full = price(writing(256, 1024, ResponseLengths.FULL), layout(8, 1, 1), 32)
                .seconds();
        double half = price(writing(256, 1024, new ResponseLengths.Around(200, 1)), layout(8, 1, 1), 32)
                .seconds();
        assertTrue(half < full, half + " s against " + full + " s");
    }

    @Test
    void theCacheMakesLaterTokensDearer() {
        double once = price(writing(64, 513, ResponseLengths.FULL), layout(1, 1, 1), 64)
                .seconds();
        double twice = price(writing(64, 1025, ResponseLengths.FULL), layout(1, 1, 1), 64)
                .seconds();
        assertTrue(twice > 2 * once, twice + " s for the double of " + once + " s");
    }

    @Test
    void stagesDoNotHastenATokenAndCopiesDo() {
        Work.Generation work = writing(8, 256, ResponseLengths.FULL);
        double alone = price(work, layout(1, 1, 1), 8).seconds();
        double staged = price(work, layout(1, 1, 4), 8).seconds();
        double copied = price(work, layout(8, 1, 1), 1).seconds();
        assertTrue(staged > 0.95 * alone, staged + " s on 4 stages, " + alone + " s on one");
        assertTrue(copied < alone, copied + " s on 8 copies, " + alone + " s on one");
    }

    @Test
    void copiesWithoutAResponseDoNotHastenTheOthers() {
        Work.Generation work = writing(3, 64, ResponseLengths.FULL);
        double three = price(work, layout(3, 1, 1), 1).seconds();
        assertEquals(three, price(work, layout(8, 1, 1), 1).seconds(), 1e-12);
    }

    @Test
    void aGuestIsWrittenWithAndKeptToo() {
        var alone = price(writing(8, 64, ResponseLengths.FULL), layout(1, 8, 1), 8);
        var both = PRICING.price(
                new Work.Generation(8, 128, 64, ResponseLengths.FULL, List.of(LLAMA)),
                LLAMA,
                layout(1, 8, 1),
                Execution.of(8, Recompute.NONE));
        assertEquals(2 * alone.seconds(), both.seconds(), 1e-9);
        assertEquals(2 * alone.memory().weightBytes(), both.memory().weightBytes());
        assertEquals(2 * alone.memory().cacheBytes(), both.memory().cacheBytes());
    }

    @Test
    void theCacheHoldsKeysAndValuesOfEveryToken() {
        long bytes = price(writing(64, 384, ResponseLengths.FULL), layout(1, 4, 2), 64)
                .memory()
                .cacheBytes();
        assertEquals(64L * 512 * 2 * LLAMA.cacheNumbersPerToken() / 8, bytes);
    }
}
