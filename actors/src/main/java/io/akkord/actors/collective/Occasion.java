package io.akkord.actors.collective;

import io.akkord.actors.wire.TransferFailed;
import io.akkord.policies.parallel.CollectiveFailed;
import java.time.Duration;
import java.util.List;

/**
 * A call under way, and the words for what becomes of it.
 *
 * @param phase what the run is doing
 * @param deadline of every single wait
 * @param hasCome whether the rank that is waited for has shown itself
 */
record Occasion(GroupKey key, List<Member> members, Call call, String phase, Duration deadline, boolean hasCome) {

    /**
     * The same for waits for a rank that has come.
     *
     * <p>If it falls silent it most likely waits for a third one, so it is given a quarter more of the time, to say first
     * who that is.
     */
    Occasion afterArrival() {
        return new Occasion(key, members, call, phase, deadline.plus(deadline.dividedBy(4)), true);
    }

    /** A rank that was waited for in vain. */
    CollectiveFailed missing(int rank) {
        String silence = hasCome ? " came, but sent nothing more within " : " did not come within ";
        return new CollectiveFailed(this + ": " + name(rank) + silence + seconds(deadline));
    }

    CollectiveFailed givenUp(String reason) {
        return new CollectiveFailed(this + " was given up: " + reason);
    }

    CollectiveFailed unreachable(int rank, TransferFailed cause) {
        return new CollectiveFailed(
                this + ": could not exchange with " + name(rank) + ": " + cause.getMessage(), cause);
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
