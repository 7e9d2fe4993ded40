package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs rewards on threads of its own and always comes back.
 *
 * <p>Java cannot stop a thread. A sample whose time is up is therefore marked unscored at once, its thread is
 * interrupted and abandoned, and a fresh thread takes the next sample; the abandoned one ends whenever the reward lets
 * it, and what it then says is ignored. A reward that ignores interrupts burns a core for each thread it keeps, so once
 * {@value #MOST_STUCK} are stuck the rest of the rollouts are unscored without being tried.
 */
public final class Scorer implements AutoCloseable {

    /** Abandoned threads that may still run before no further sample is tried. */
    static final int MOST_STUCK = 32;

    private final int threads;
    private final AtomicInteger stuck = new AtomicInteger();
    private final ExecutorService pool;

    /** Scores up to {@code threads} samples at a time. */
    public Scorer(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a scorer needs at least 1 thread, was given " + threads);
        }
        this.threads = threads;
        pool = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("scorer-", 0).factory());
    }

    /**
     * Asks the reward about each rollout and waits for the last answer, at most {@code rollouts / threads} timeouts long.
     *
     * @param models for each role in {@link Reward#models()} its numbers, {@code [rollouts]}
     * @param timeoutEach how long one rollout may take, counted from when its turn comes
     * @throws IllegalArgumentException if a role is missing or its numbers are not as many as the rollouts
     * @throws CancellationException if this thread is interrupted or the scorer is closed; nothing runs on except stuck rewards
     */
    public Scored score(Reward reward, List<Rollout> rollouts, Map<Role, double[]> models, Duration timeoutEach) {
        for (Role role : reward.models()) {
            double[] numbers = models.get(role);
            if (numbers == null || numbers.length != rollouts.size()) {
                throw new IllegalArgumentException("the reward asks " + role.key() + " about " + rollouts.size()
                        + " rollouts but has " + (numbers == null ? "no" : numbers.length) + " numbers from it");
            }
        }
        Reward bound;
        try {
            bound = reward.among(rollouts);
        } catch (RuntimeException failure) {
            return Scored.none(rollouts.size(), "the reward threw " + failure + " when it was shown the responses");
        }
        var round = new ScoringRound(bound, rollouts, models);
        var lanes = new ArrayList<ScoringLane>();
        try {
            for (int i = 0; i < Math.min(threads, rollouts.size()); i++) {
                lanes.add(start(round));
            }
            watch(round, lanes, timeoutEach);
        } catch (InterruptedException interrupted) {
            abandon(round, lanes);
            Thread.currentThread().interrupt();
            throw new CancellationException("scoring was interrupted");
        } catch (RejectedExecutionException closed) {
            abandon(round, lanes);
            throw new CancellationException("the scorer is closed");
        }
        return round.scored();
    }

    private static void abandon(ScoringRound round, List<ScoringLane> lanes) {
        round.stop();
        lanes.forEach(lane -> lane.abandonAfter(Duration.ZERO));
    }

    /** Sleeps until the round is over or the next sample's time is up. */
    private void watch(ScoringRound round, List<ScoringLane> lanes, Duration timeout) throws InterruptedException {
        long wait = timeout.toNanos();
        while (!round.await(wait)) {
            wait = timeout.toNanos();
            for (int i = 0; i < lanes.size(); i++) {
                long left = lanes.get(i).abandonAfter(timeout);
                if (left <= 0) {
                    replace(i, round, lanes);
                }
                wait = Math.min(wait, left <= 0 ? timeout.toNanos() : left);
            }
        }
    }

    private void replace(int i, ScoringRound round, List<ScoringLane> lanes) {
        if (stuck.get() >= MOST_STUCK) {
            round.giveUp(stuck.get() + " scorer threads are stuck in earlier samples");
        } else {
            lanes.set(i, start(round));
        }
    }

    private ScoringLane start(ScoringRound round) {
        var lane = new ScoringLane(round, stuck);
        pool.execute(lane);
        return lane;
    }

    /** How many abandoned threads have not ended yet. */
    public int stuckThreads() {
        return stuck.get();
    }

    /** Interrupts whatever runs and takes no further work; waits for nothing, and its threads do not keep the JVM alive. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
