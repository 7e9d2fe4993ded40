package io.akkord.rewards;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScorerTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(800);

    private final Scorer scorer = new Scorer(2);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letStuckThreadsGo() {
        release.countDown();
        scorer.close();
    }

    private Scored score(Reward reward, int rollouts, Duration timeout) {
        return scorer.score(reward, Rollouts.numbered(rollouts), Map.of(), timeout);
    }

    /** A reward that ignores interrupts on the rows given, and doubles the number of the others. */
    private Reward stubbornAt(int... rows) {
        return (rollout, models) -> {
            for (int row : rows) {
                if (Rollouts.number(rollout) == row) {
                    waitDeafly();
                }
            }
            return 2 * Rollouts.number(rollout);
        };
    }

    private void waitDeafly() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException ignored) {
                // deaf on purpose
            }
        }
    }

    @Test
    void scoresKeepTheOrderOfTheRollouts() {
        Scored scored = score((rollout, models) -> 2 * Rollouts.number(rollout), 5, LONG);
        assertArrayEquals(new double[] {0, 2, 4, 6, 8}, scored.values());
        assertEquals(0, scored.unscored());
        assertEquals("", scored.firstReason());
    }

    @Test
    void nothingToScoreIsNoError() {
        assertEquals(0, score((rollout, models) -> 1, 0, LONG).values().length);
    }

    @Test
    void samplesAreScoredSideBySide() {
        var bothInside = new CyclicBarrier(2);
        Scored scored = score((rollout, models) -> bothInside.await() >= 0 ? 1 : 0, 4, LONG);
        assertArrayEquals(new double[] {1, 1, 1, 1}, scored.values());
    }

    @Test
    void rewardsRunOnThreadsThatDoNotKeepTheProgramAlive() {
        var seen = new CompletableFuture<Thread>();
        score(
                (rollout, models) -> {
                    seen.complete(Thread.currentThread());
                    return 1;
                },
                1,
                LONG);
        assertNotEquals(Thread.currentThread(), seen.join());
        assertTrue(seen.join().isDaemon());
    }

    @Test
    void failuresMarkTheirOwnResponseAndAreCountedByReason() {
        Scored scored = score(
                (rollout, models) -> switch (Rollouts.number(rollout)) {
                    case 1 -> throw new IllegalStateException("bad luck");
                    case 2 -> Double.NaN;
                    case 3 -> Double.POSITIVE_INFINITY;
                    case 4 -> throw new Unscored("no answer to compare with");
                    case 5 -> throw new StackOverflowError();
                    case 6 -> Double.NaN;
                    default -> 7;
                },
                8,
                LONG);
        double no = Double.NaN;
        assertArrayEquals(new double[] {7, no, no, no, no, no, no, 7}, scored.values());
        assertEquals(6, scored.unscored());
        assertEquals("the reward threw java.lang.IllegalStateException: bad luck", scored.firstReason());
        assertEquals(
                List.of(
                        "the reward threw java.lang.IllegalStateException: bad luck",
                        "the reward is NaN",
                        "the reward is Infinity",
                        "no answer to compare with",
                        "the reward threw java.lang.StackOverflowError"),
                List.copyOf(scored.reasons().keySet()));
        assertEquals(2, scored.reasons().get("the reward is NaN"));
    }

    @Test
    void aHangingRewardCostsOneScoreAndLeavesNoThreadBehind() throws Exception {
        var interrupted = new CountDownLatch(1);
        Scored scored = score(
                (rollout, models) -> {
                    if (Rollouts.number(rollout) == 1) {
                        try {
                            release.await();
                        } catch (InterruptedException expected) {
                            interrupted.countDown();
                            throw expected;
                        }
                    }
                    return 1;
                },
                4,
                SHORT);
        assertArrayEquals(new double[] {1, Double.NaN, 1, 1}, scored.values());
        assertEquals(Map.of("the reward took longer than 800 ms", 1), scored.reasons());
        assertTrue(interrupted.await(20, TimeUnit.SECONDS));
        awaitNoStuckThread();
    }

    @Test
    void threadsStuckBeyondInterruptsAreReplaced() throws Exception {
        Scored scored = score(stubbornAt(0, 1, 2), 6, SHORT);
        double no = Double.NaN;
        assertArrayEquals(new double[] {no, no, no, 6, 8, 10}, scored.values());
        assertEquals(3, scorer.stuckThreads());

        Scored next = score((rollout, models) -> 1, 3, LONG);
        assertArrayEquals(new double[] {1, 1, 1}, next.values());

        release.countDown();
        awaitNoStuckThread();
    }

    @Test
    void whatAnAbandonedThreadSaysLaterIsIgnored() throws Exception {
        Scored scored = score(stubbornAt(0), 1, SHORT);
        release.countDown();
        awaitNoStuckThread();
        assertArrayEquals(new double[] {Double.NaN}, scored.values());
    }

    @Test
    void tooManyStuckThreadsEndTheTrying() {
        var tried = new AtomicInteger();
        int rollouts = Scorer.MOST_STUCK + 20;
        Scored scored = score(
                (rollout, models) -> {
                    tried.incrementAndGet();
                    waitDeafly();
                    return 1;
                },
                rollouts,
                Duration.ofMillis(5));
        assertEquals(rollouts, scored.unscored());
        assertTrue(tried.get() <= Scorer.MOST_STUCK + 1, tried + " samples were tried");
        String last = List.copyOf(scored.reasons().keySet()).getLast();
        assertTrue(last.endsWith(" scorer threads are stuck in earlier samples"), last);
    }

    @Test
    void anInterruptThatARewardLeavesBehindDoesNotReachTheNextSample() {
        var one = new Scorer(1);
        Scored scored = one.score(
                (rollout, models) -> {
                    boolean inherited = Thread.currentThread().isInterrupted();
                    Thread.currentThread().interrupt();
                    return inherited ? 1 : 0;
                },
                Rollouts.numbered(3),
                Map.of(),
                LONG);
        one.close();
        assertArrayEquals(new double[] {0, 0, 0}, scored.values());
    }

    @Test
    void aBacktrackingPatternIsStopped() throws Exception {
        Rollout endless = Rollouts.saying("a".repeat(60) + "!");
        Reward pattern = new RegexMatch(Pattern.compile("(.*a){30}$"));
        Scored scored = scorer.score(pattern, List.of(endless, Rollouts.saying("b")), Map.of(), SHORT);
        assertArrayEquals(new double[] {Double.NaN, 0}, scored.values());
        awaitNoStuckThread();
    }

    @Test
    void modelScoresReachTheRowTheyBelongTo() {
        Scored scored = scorer.score(
                new LearnedScore(),
                Rollouts.numbered(3),
                Map.of(Role.REWARD, new double[] {0.5, Double.NaN, -2}),
                LONG);
        assertArrayEquals(new double[] {0.5, Double.NaN, -2}, scored.values());
    }

    @Test
    void aMissingModelIsRefused() {
        Reward learned = new LearnedScore();
        var none = assertThrows(IllegalArgumentException.class, () -> score(learned, 3, LONG));
        assertEquals("the reward asks reward about 3 rollouts but has no numbers from it", none.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> scorer.score(learned, Rollouts.numbered(3), Map.of(Role.REWARD, new double[] {1, 2}), LONG));
    }

    @Test
    void aModelThatTheRewardDoesNotListIsAnExplainedFailure() {
        Scored scored = score((rollout, models) -> models.of(Role.JUDGE), 1, LONG);
        assertEquals(
                "the reward threw java.lang.IllegalStateException: this reward does not list judge among its models",
                scored.firstReason());
    }

    @Test
    void interruptingTheCallerCancelsAndKeepsTheInterrupt() throws Exception {
        var started = new CountDownLatch(2);
        var flag = new AtomicBoolean();
        var caller = new FutureTask<Void>(() -> {
            assertThrows(
                    CancellationException.class,
                    () -> score(
                            (rollout, models) -> {
                                started.countDown();
                                release.await();
                                return 1;
                            },
                            10,
                            LONG));
            flag.set(Thread.currentThread().isInterrupted());
            return null;
        });
        Thread thread = Thread.ofPlatform().start(caller);
        assertTrue(started.await(20, TimeUnit.SECONDS));
        thread.interrupt();
        caller.get(20, TimeUnit.SECONDS);
        assertTrue(flag.get());
        awaitNoStuckThread();
    }

    @Test
    void aClosedScorerTakesNoWork() {
        scorer.close();
        assertThrows(CancellationException.class, () -> score((rollout, models) -> 1, 1, LONG));
    }

    private void awaitNoStuckThread() {
        while (scorer.stuckThreads() > 0) {
            assertFalse(Thread.currentThread().isInterrupted(), scorer.stuckThreads() + " threads are stuck for good");
            Thread.onSpinWait();
        }
    }
}
