package io.akkord.actors.collective;

import io.akkord.policies.parallel.CollectiveFailed;
import java.time.Duration;
import java.util.List;

/**
 * A call under way, and the words for what becomes of it.
 *
 * @param phase what the run is doing
 * @param deadline of every single wait
 */
record Occasion(GroupKey key, List<Member> members, Call call, String phase, Duration deadline) {

    /** A rank that has shown no sign of life. */
    CollectiveFailed missing(int rank) {
        return new CollectiveFailed(this + ": " + name(rank) + " did not come within " + seconds(deadline));
    }

    /** A rank that has come, but whose part stays away: it may itself wait for another one. */
    CollectiveFailed stalled(int rank) {
        return new CollectiveFailed(
                this + ": " + name(rank) + " came, but sent nothing more within " + seconds(deadline));
    }

    CollectiveFailed givenUp(String reason) {
        return new CollectiveFailed(this + " was given up: " + reason);
    }

    CollectiveFailed broken(int rank, Throwable cause) {
        return new CollectiveFailed(this + ": the way to " + name(rank) + " broke: " + cause.getMessage(), cause);
    }

    CollectiveFailed ofOtherLength(int rank, long bytes) {
        return new CollectiveFailed(
                this + ": " + name(rank) + " sent " + bytes + " bytes where " + call.bytes() + " are expected");
    }

    /**
     * Compares two ranks' calls.
     *
     * @throws CollectiveFailed if they differ
     */
    void requireSame(int rank, int other, Call theirs) {
        if (!theirs.equals(call)) {
            throw new CollectiveFailed(
                    this + ": " + name(other) + " calls " + theirs + ", but " + name(rank) + " calls " + call);
        }
    }

    String label() {
        return Call.name(call.operation()) + " " + key.network() + " " + key.group();
    }

    private String name(int rank) {
        return "rank " + rank + " on " + members.get(rank).device();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    @Override
    public String toString() {
        return Call.name(call.operation()) + " of " + key.network() + " (" + key.group() + " group, phase " + phase
                + ")";
    }
}
