package io.akkord.actors.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.esotericsoftware.kryo.KryoException;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.journal.JournalTable;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KryoSerializerTest {

    record Unlisted(int number) implements WireMessage {}

    record Greeting(String text, ActorRef<String> replyTo, Map<String, List<Double>> numbers) implements WireMessage {}

    record Floats(float[] values) implements WireMessage {}

    private static final WireTable TABLE = WireTable.core().from(WireTable.FIRST_FREE, Greeting.class, Floats.class);
    private static final ActorTestKit KIT = ActorTestKit.create(ActorSystem.create(
            Behaviors.empty(), NodeSystem.NAME, NodeSystem.setup(NodeConfig.embedded(), TABLE, JournalTable.empty())));
    private static final KryoSerializer SERIALIZER = WireContract.serializer(TABLE, KIT.system());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
        KIT.system().terminate();
    }

    @Test
    void everyListedClassArrivesAsItLeft() {
        WireContract.check(TABLE, KIT.system());
    }

    @Test
    void unlistedClassIsRefusedByName() {
        var error = assertThrows(IllegalArgumentException.class, () -> SERIALIZER.toBinary(new Unlisted(1)));
        assertTrue(error.toString().contains("Unlisted"), error.toString());
    }

    @Test
    void unknownNumberIsRefused() {
        byte[] bytes = SERIALIZER.toBinary(new Floats(new float[0]));
        bytes[0] = 127;
        assertThrows(KryoException.class, () -> SERIALIZER.fromBinary(bytes, ""));
    }

    @Test
    void arrayThatLiesAboutItsLengthIsRefused() {
        byte[] bytes = SERIALIZER.toBinary(new Floats(new float[] {1, 2}));
        bytes[bytes.length - 9] = 120;
        var error = assertThrows(KryoException.class, () -> SERIALIZER.fromBinary(bytes, ""));
        assertTrue(error.toString().contains("120 elements"), error.toString());
    }

    @Test
    void actorReferenceFindsItsWayHome() {
        var probe = KIT.createTestProbe(String.class);
        var sent = new Greeting("hello", probe.ref(), Map.of("a", List.of(0.5)));
        var arrived = assertInstanceOf(Greeting.class, WireContract.overBuffer(SERIALIZER, sent));
        assertEquals(sent, arrived);
        arrived.replyTo().tell("back");
        probe.expectMessage("back");
    }

    @Test
    void metricsCanStillBeMergedWhenTheyArrive() {
        var metrics = new Metrics().add("loss", 3, 2).add("kl", 0.5);
        var arrived = assertInstanceOf(Metrics.class, WireContract.overBytes(SERIALIZER, metrics));
        assertEquals(metrics.means(), arrived.means());
    }

    @Test
    void experienceKeepsItsColumnsAndTheirOrder() {
        var grid = new TokenGrid(new double[][] {{1, Double.NaN}, {}}, 2);
        var experience = Experience.empty()
                .with(Column.tokens("values"), grid)
                .with(Column.SCORES, new Scores(new double[] {-0.0}));
        var arrived = assertInstanceOf(Experience.class, WireContract.overBytes(SERIALIZER, experience));
        assertEquals(List.of("values", "scores"), List.copyOf(arrived.columns().keySet()));
        assertEquals(Generated.comparable(grid), Generated.comparable(arrived.get(Column.tokens("values"))));
        assertArrayEquals(new double[] {-0.0}, arrived.get(Column.SCORES).values());
    }

    @Test
    void oversizedMessageFailsItsSenderWithTheRemedy() {
        var large = new Floats(new float[1 << 16]);
        var error = assertThrows(IllegalStateException.class, () -> SERIALIZER.toBinary(large));
        assertTrue(error.toString().contains("Floats exceeds the frame"), error.toString());
        assertTrue(error.toString().contains("ColumnRef"), error.toString());
    }

    @Test
    void oversizedMessageOverflowsAkkasBufferAsAkkaExpects() {
        var large = new Floats(new float[1 << 16]);
        assertThrows(BufferOverflowException.class, () -> SERIALIZER.toBinary(large, ByteBuffer.allocateDirect(1000)));
    }
}
