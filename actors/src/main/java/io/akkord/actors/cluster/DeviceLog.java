package io.akkord.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.wire.WireMessage;
import io.akkord.policies.tensor.Device.Interval;
import java.util.function.Consumer;

/**
 * Brings what the devices of all nodes did to the run that leased them, on the run's clock.
 *
 * <p>Between nodes a time is one of the calendar, so rows of different machines are as far apart as their clocks.
 */
final class DeviceLog {

    /**
     * A device was busy with a job.
     *
     * @param startEpochNanos since 1970
     * @param endEpochNanos likewise
     */
    record Worked(String device, String label, long startEpochNanos, long endEpochNanos) implements WireMessage {}

    /** What {@link System#nanoTime} lacks to the calendar; one value a JVM, so that nothing shifts within one. */
    private static final long EPOCH_NANOS = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    private DeviceLog() {}

    /** Hands on what devices anywhere did. */
    static Behavior<Worked> create(Consumer<Interval> trace) {
        return Behaviors.receiveMessage(worked -> {
            trace.accept(new Interval(
                    worked.device(),
                    worked.label(),
                    worked.startEpochNanos() - EPOCH_NANOS,
                    worked.endEpochNanos() - EPOCH_NANOS));
            return Behaviors.same();
        });
    }

    /** What a device is opened with, so that {@code log} hears of its jobs. */
    static Consumer<Interval> to(ActorRef<Worked> log) {
        return interval -> log.tell(new Worked(
                interval.device(),
                interval.label(),
                interval.startNanos() + EPOCH_NANOS,
                interval.endNanos() + EPOCH_NANOS));
    }
}
