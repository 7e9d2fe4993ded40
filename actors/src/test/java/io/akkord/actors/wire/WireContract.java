package io.akkord.actors.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Scores;
import java.nio.ByteBuffer;
import java.util.Map;

/** What every table must keep: each of its classes crosses the wire and arrives as it left, by either of Akka's ways. */
public final class WireContract {

    private static final int SEEDS = 5;

    private WireContract() {}

    /** Sends generated instances of every record, enum and collection of {@code table} through its serializer. */
    public static void check(WireTable table, ActorSystem<?> system) {
        var serializer = serializer(table, system);
        for (long seed = 0; seed < SEEDS; seed++) {
            var generated = new Generated(
                    seed,
                    system.ignoreRef(),
                    Map.of(ColumnContent.class, Scores.class, Row.class, Demonstration.class));
            for (Class<?> type : table.types().values()) {
                if (type != Experience.class && type != Metrics.class) {
                    check(serializer, generated.of(type));
                }
            }
        }
    }

    static KryoSerializer serializer(WireTable table, ActorSystem<?> system) {
        return new KryoSerializer((ExtendedActorSystem) Adapter.toClassic(system), table);
    }

    private static void check(KryoSerializer serializer, Object message) {
        Object left = Generated.comparable(message);
        assertEquals(left, Generated.comparable(overBytes(serializer, message)), () -> "as bytes: " + message);
        assertEquals(left, Generated.comparable(overBuffer(serializer, message)), () -> "in a buffer: " + message);
    }

    static Object overBytes(KryoSerializer serializer, Object message) {
        return serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
    }

    /** As Artery does it: into the middle of a direct buffer that other things are in, too. */
    static Object overBuffer(KryoSerializer serializer, Object message) {
        var buffer = ByteBuffer.allocateDirect(1 << 16).position(13);
        serializer.toBinary(message, buffer);
        buffer.flip().position(13);
        Object arrived = serializer.fromBinary(buffer, serializer.manifest(message));
        assertEquals(0, buffer.remaining());
        return arrived;
    }
}
