package io.akkord.policies.generate;

import io.akkord.algorithms.UserError;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches that take turns in the stages of a pipeline, as many as there are stages, so that each works while the others do.
 *
 * <p>Pass {@code t} is a step of the batch in seat {@code t mod stages}. Every stage makes the passes in one order and hears
 * of the tokens in one order, but a stage hears of pass {@code t} only after {@code stages - 1 - stage} passes more, when
 * the last stage has had time to draw. That is before the seat's next pass, so all stages know alike whether its batch has
 * ended and the next one sits down. Without a pipeline this is one batch after the other.
 */
final class Rotation implements AutoCloseable {

    /** Where a batch sits, and whether a pass of it is under way. */
    private static final class Seat {
        private @Nullable DecodingBatch batch;
        private int index;
        private boolean underWay;
    }

    private final Seat[] seats;
    private final int lag;
    private final List<List<Request>> batches;
    private final Function<List<Request>, DecodingBatch> open;
    private final Cancellation cancel;
    private final List<List<Completion>> answers = new ArrayList<>();
    private int next;
    private long lastPass = Long.MAX_VALUE;
    private @Nullable RuntimeException failure;

    Rotation(
            Shard shard,
            List<List<Request>> batches,
            Function<List<Request>, DecodingBatch> open,
            Cancellation cancel) {
        this.seats = Stream.generate(Seat::new).limit(seats(shard)).toArray(Seat[]::new);
        this.lag = seats.length == 1 ? 0 : seats.length - 1 - shard.stage();
        this.batches = batches;
        this.open = open;
        this.cancel = cancel;
        batches.forEach(batch -> answers.add(List.of()));
    }

    /** How many batches are decoded at the same time; interleaved chunks leave no stage idle long enough to sit another. */
    static int seats(Shard shard) {
        return shard.virtualStages() == 1 ? shard.parallelism().pipeline() : 1;
    }

    /** Decodes all batches to their ends; answers in their order. */
    List<List<Completion>> run() {
        for (long tick = 0; !isDone(tick); tick++) {
            if (tick <= lastPass) {
                pass(seat(tick));
            }
            if (tick >= lag) {
                draw(tick - lag);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return answers;
    }

    private Seat seat(long pass) {
        return seats[(int) (pass % seats.length)];
    }

    private boolean isDone(long tick) {
        boolean isEmpty = next == batches.size() && Arrays.stream(seats).allMatch(seat -> seat.batch == null);
        return (isEmpty || tick > lastPass) && Arrays.stream(seats).noneMatch(seat -> seat.underWay);
    }

    private void pass(Seat seat) {
        if (seat.batch == null && next < batches.size()) {
            seat.batch = open.apply(batches.get(next));
            seat.index = next++;
        }
        if (seat.batch != null) {
            seat.batch.pass();
            seat.underWay = true;
        }
    }

    /** What all ranks hear alike they throw alike, but only behind the passes that some stage has begun. */
    private void draw(long pass) {
        Seat seat = seat(pass);
        DecodingBatch batch = seat.batch;
        if (batch == null || !seat.underWay) {
            return;
        }
        seat.underWay = false;
        try {
            batch.draw(cancel);
            if (batch.hasEnded()) {
                answers.set(seat.index, batch.completions());
                batch.close();
                seat.batch = null;
            }
        } catch (CancellationException | UserError e) {
            failure = failure == null ? e : failure;
            lastPass = Math.min(lastPass, pass + seats.length - 1);
        }
    }

    @Override
    public void close() {
        for (Seat seat : seats) {
            if (seat.batch != null) {
                seat.batch.close();
            }
        }
    }
}
