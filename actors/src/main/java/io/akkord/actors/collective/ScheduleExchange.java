package io.akkord.actors.collective;

import io.akkord.placement.collective.Operation;
import io.akkord.placement.collective.ScheduleRule;
import io.akkord.policies.parallel.CollectiveFailed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Collectives of ranks in several JVMs: this rank's share of the schedule that {@link ScheduleRule} chooses.
 *
 * <p>Long arrays go in pieces, sent by one thread and received by another, so that a piece moves on to the next rank, and is
 * summed, while those behind it are still on their way. Short ones need one thread: what all ranks send each other in a
 * call fits into the data plane's window, so no send can wait for a receive that waits for a send.
 */
final class ScheduleExchange implements Exchange {

    private record Kind(Operation operation, boolean isShort) {}

    private final Meeting meeting;
    private final Post post;
    private final List<Integer> nodes;
    private final int rank;
    private final Map<Kind, Map<Integer, RankSteps>> steps = new ConcurrentHashMap<>();
    private final ExecutorService sender;
    private final MemorySegment scratch = Arena.ofAuto().allocate(ScheduleWalk.PIECE_BYTES, Long.BYTES);

    /**
     * One rank's part.
     *
     * @param nodes by rank, equal numbers for equal nodes
     */
    ScheduleExchange(Meeting meeting, Post post, List<Integer> nodes, int rank) {
        this.meeting = meeting;
        this.post = post;
        this.nodes = nodes;
        this.rank = rank;
        String device = meeting.members().get(rank).device();
        this.sender = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("collective-sends-" + device).factory());
    }

    @Override
    public void perform(Occasion occasion, MemorySegment array) {
        Call call = occasion.call();
        boolean isShort = call.bytes() <= ScheduleRule.SHORT_BYTES;
        var walk = new ScheduleWalk(meeting, post, occasion, array, steps(call, isShort), scratch);
        if (isShort) {
            walk.inRounds();
        } else {
            inTwoThreads(walk);
        }
    }

    private RankSteps steps(Call call, boolean isShort) {
        return steps.computeIfAbsent(new Kind(call.operation(), isShort), _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        call.root(),
                        root -> RankSteps.of(ScheduleRule.choose(call.operation(), nodes, call.bytes()), rank, root));
    }

    /** Neither thread touches the array after the end, whatever the end is. */
    private void inTwoThreads(ScheduleWalk walk) {
        Future<?> sends = sender.submit(() -> orGiveUp(walk::sendAll));
        try {
            orGiveUp(walk::receiveAll);
        } finally {
            settle(sends);
        }
        failureOf(sends);
    }

    private void orGiveUp(Runnable half) {
        try {
            half.run();
        } catch (RuntimeException e) {
            meeting.giveUp(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static void settle(Future<?> sends) {
        boolean interrupted = false;
        while (!sends.isDone()) {
            try {
                sends.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void failureOf(Future<?> sends) {
        if (sends.state() == Future.State.FAILED) {
            Throwable cause = sends.exceptionNow();
            throw cause instanceof CollectiveFailed failed ? failed : new IllegalStateException(cause);
        }
    }

    @Override
    public void close() {
        sender.shutdown();
        post.close();
    }
}
