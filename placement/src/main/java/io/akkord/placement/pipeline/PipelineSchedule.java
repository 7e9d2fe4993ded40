package io.akkord.placement.pipeline;

import io.akkord.placement.pipeline.Pass.Backward;
import io.akkord.placement.pipeline.Pass.Forward;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What each stage of a pipeline does for one update, pass after pass.
 *
 * <p>Whoever holds a stage can carry out its part alone: wait for what a pass needs, make it, hand on what it yields without
 * waiting for the receiver. The order is one forward, one backward (Narayanan et al. 2021, figure 4): after as many passes
 * forward as it takes to fill the stages behind it, a stage takes one micro-batch back for each that it takes forward, so that
 * it keeps the activations of at most {@code stages - stage} of them. With several chunks a stage (section 2.2), a group of
 * micro-batches passes the first chunk, then the next one, which shortens the bubble by the number of chunks. The paper needs
 * groups of as many micro-batches as there are stages; here the first group takes those that are left over as well, and all
 * of them where they are fewer than the stages.
 *
 * @param chunks of blocks in each stage
 * @param microBatches of the update
 * @param passes of each stage, in its order
 */
public record PipelineSchedule(int chunks, int microBatches, List<List<Pass>> passes) {

    /** The pass of some stage whose result another pass takes in. */
    public record Source(int stage, Pass pass) {}

    /**
     * Checks that each stage takes each micro-batch through each chunk and back once, and that no stage waits for ever.
     *
     * @throws IllegalArgumentException naming the stage and the pass
     */
    public PipelineSchedule {
        passes = passes.stream().map(List::copyOf).toList();
        if (passes.isEmpty() || chunks < 1 || microBatches < 0) {
            throw new IllegalArgumentException(microBatches + " micro-batches through " + chunks + " chunks of "
                    + passes.size() + " stages cannot be ordered");
        }
        for (int stage = 0; stage < passes.size(); stage++) {
            refuseIncomplete(stage, passes.get(stage), chunks, microBatches);
        }
        refuseStuck(passes, chunks);
    }

    /** One forward, one backward. */
    public static PipelineSchedule of(int stages, int chunks, int microBatches) {
        int group = Math.min(microBatches, stages + microBatches % stages);
        List<Forward> order = grouped(stages, chunks, microBatches, group);
        var passes = new ArrayList<List<Pass>>();
        for (int stage = 0; stage < stages; stage++) {
            int behind = stages - 1 - stage;
            int ahead = chunks == 1 ? behind : 2 * behind + (chunks - 1) * group;
            passes.add(alternating(order, chunks, Math.min(ahead, order.size())));
        }
        return new PipelineSchedule(chunks, microBatches, passes);
    }

    private static List<Forward> grouped(int stages, int chunks, int microBatches, int firstGroup) {
        var order = new ArrayList<Forward>();
        for (int from = 0, to = firstGroup; from < microBatches; from = to, to += stages) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                for (int i = from; i < to; i++) {
                    order.add(new Forward(i, chunk));
                }
            }
        }
        return order;
    }

    /** Forward and back in turn, once {@code ahead} have gone forward; back through the chunks from the last to the first. */
    private static List<Pass> alternating(List<Forward> order, int chunks, int ahead) {
        var passes = new ArrayList<Pass>(order.subList(0, ahead));
        for (int back = 0; back < order.size(); back++) {
            if (ahead + back < order.size()) {
                passes.add(order.get(ahead + back));
            }
            Forward mirrored = order.get(back);
            passes.add(new Backward(mirrored.microBatch(), chunks - 1 - mirrored.chunk()));
        }
        return passes;
    }

    /** How many stages there are. */
    public int stages() {
        return passes.size();
    }

    /** What one stage does, in its order. */
    public List<Pass> stage(int stage) {
        return passes.get(stage);
    }

    /** The pass whose result {@code pass} takes in; none for the first chunk forward and the last one back. */
    public Optional<Source> source(int stage, Pass pass) {
        return source(stage, pass, stages(), chunks);
    }

    /** The stage that takes in what a pass yields; none where the micro-batch has come to its end. */
    public OptionalInt receiver(int stage, Pass pass) {
        return switch (pass) {
            case Forward(int _, int chunk) ->
                stage == stages() - 1 && chunk == chunks - 1
                        ? OptionalInt.empty()
                        : OptionalInt.of((stage + 1) % stages());
            case Backward(int _, int chunk) ->
                stage == 0 && chunk == 0 ? OptionalInt.empty() : OptionalInt.of(Math.floorMod(stage - 1, stages()));
        };
    }

    /** The passes of one stage whose results go to another, in the order in which they go. */
    public List<Pass> sent(int from, int to) {
        return stage(from).stream()
                .filter(pass -> receiver(from, pass).orElse(-1) == to)
                .toList();
    }

    /** The most micro-batches that have gone forward through one of the stage's chunks and not yet back, chunks counted apart. */
    public int inFlight(int stage) {
        int now = 0;
        int most = 0;
        for (Pass pass : stage(stage)) {
            now += pass instanceof Forward ? 1 : -1;
            most = Math.max(most, now);
        }
        return most;
    }

    private static Optional<Source> source(int stage, Pass pass, int stages, int chunks) {
        int i = pass.microBatch();
        int chunk = pass.chunk();
        return switch (pass) {
            case Forward _ when stage > 0 -> Optional.of(new Source(stage - 1, new Forward(i, chunk)));
            case Forward _ when chunk > 0 -> Optional.of(new Source(stages - 1, new Forward(i, chunk - 1)));
            case Backward _ when stage < stages - 1 -> Optional.of(new Source(stage + 1, new Backward(i, chunk)));
            case Backward _ when chunk < chunks - 1 -> Optional.of(new Source(0, new Backward(i, chunk + 1)));
            case Forward _, Backward _ -> Optional.empty();
        };
    }

    private static void refuseIncomplete(int stage, List<Pass> order, int chunks, int microBatches) {
        var taken = new HashSet<Pass>();
        for (Pass pass : order) {
            boolean known = 0 <= pass.microBatch()
                    && pass.microBatch() < microBatches
                    && 0 <= pass.chunk()
                    && pass.chunk() < chunks;
            boolean back = pass instanceof Backward;
            if (!known || !taken.add(pass) || (back && !taken.contains(new Forward(pass.microBatch(), pass.chunk())))) {
                throw new IllegalArgumentException("stage " + stage + " cannot take " + pass + " there");
            }
        }
        if (taken.size() != 2 * chunks * microBatches) {
            throw new IllegalArgumentException(
                    "stage " + stage + " takes " + taken.size() + " passes of " + 2 * chunks * microBatches);
        }
    }

    private static void refuseStuck(List<List<Pass>> passes, int chunks) {
        Set<Source> done = new HashSet<>();
        var next = new int[passes.size()];
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int stage = 0; stage < next.length; stage++) {
                List<Pass> order = passes.get(stage);
                while (next[stage] < order.size()
                        && source(stage, order.get(next[stage]), next.length, chunks)
                                .map(done::contains)
                                .orElse(true)) {
                    done.add(new Source(stage, order.get(next[stage]++)));
                    moved = true;
                }
            }
        }
        for (int stage = 0; stage < next.length; stage++) {
            if (next[stage] < passes.get(stage).size()) {
                throw new IllegalArgumentException("stage " + stage + " waits for ever for what "
                        + passes.get(stage).get(next[stage]) + " takes in");
            }
        }
    }
}
