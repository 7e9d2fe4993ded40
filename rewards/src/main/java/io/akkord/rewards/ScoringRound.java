package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The rollouts of one call of {@link Scorer#score}: which come next and what was said of each. */
final class ScoringRound {

    /** A score, or NaN and why there is none. */
    record Outcome(double value, String reason) {

        static Outcome of(double value) {
            return Double.isFinite(value) ? new Outcome(value, "") : unscored("the reward is " + value);
        }

        static Outcome unscored(String reason) {
            return new Outcome(Double.NaN, reason);
        }
    }

    private final Reward reward;
    private final List<Rollout> rollouts;
    private final Map<Role, double[]> models;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<Outcome> outcomes;
    private final CountDownLatch open;

    ScoringRound(Reward reward, List<Rollout> rollouts, Map<Role, double[]> models) {
        this.reward = reward;
        this.rollouts = List.copyOf(rollouts);
        this.models = Map.copyOf(models);
        outcomes = new AtomicReferenceArray<>(rollouts.size());
        open = new CountDownLatch(rollouts.size());
    }

    /** The next row to score, or -1 when all are taken. */
    int next() {
        int row = next.getAndUpdate(taken -> Math.min(taken + 1, rollouts.size()));
        return row < rollouts.size() ? row : -1;
    }

    /** Asks the reward; whatever it does becomes an outcome. */
    @SuppressWarnings("CatchingUnchecked") // a deep regular expression overflows the stack, a bad plug-in fails to link
    Outcome evaluate(int row) {
        try {
            return Outcome.of(reward.score(rollouts.get(row), role -> modelScore(role, row)));
        } catch (Unscored unscored) {
            return Outcome.unscored(String.valueOf(unscored.getMessage()));
        } catch (Throwable failure) {
            return Outcome.unscored("the reward threw " + failure);
        }
    }

    private double modelScore(Role role, int row) {
        double[] numbers = models.get(role);
        return numbers == null ? ModelScores.none().of(role) : numbers[row];
    }

    /** Records what was said of a row, once for each row that {@link #next} gave out. */
    void settle(int row, Outcome outcome) {
        outcomes.set(row, outcome);
        open.countDown();
    }

    /** Leaves every row that nobody has taken yet unscored. */
    void giveUp(String reason) {
        for (int row = next(); row >= 0; row = next()) {
            settle(row, Outcome.unscored(reason));
        }
    }

    /** Hands out no further rows. */
    void stop() {
        next.set(rollouts.size());
    }

    /** Whether every row is settled, after waiting for it at most so long. */
    boolean await(long nanos) throws InterruptedException {
        return open.await(nanos, TimeUnit.NANOSECONDS);
    }

    Scored scored() {
        var values = new double[rollouts.size()];
        var reasons = new LinkedHashMap<String, Integer>();
        Arrays.setAll(values, row -> outcomes.get(row).value());
        for (int row = 0; row < values.length; row++) {
            if (Double.isNaN(values[row])) {
                reasons.merge(outcomes.get(row).reason(), 1, Integer::sum);
            }
        }
        return new Scored(values, reasons);
    }
}
