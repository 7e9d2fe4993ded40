package io.akkord.actors.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.wire.WireTable;
import io.akkord.algorithms.UserError;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who joins whom: two systems in one JVM that meet over the loopback. */
class GreeterTest {

    private static final WireTable TABLE = WireTable.core();

    private final ActorSystem<Void> seed =
            NodeSystem.embedded(Behaviors.empty(), NodeConfig.embedded(), TABLE, JournalTable.empty());
    private final Endpoint address = Endpoint.parse(NodeSystem.address(seed), "the seed");

    @AfterEach
    void stop() throws Exception {
        seed.terminate();
        seed.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private String refusal() {
        return String.valueOf(assertThrows(UserError.class, this::join).getMessage());
    }

    private ActorSystem<Void> join() {
        return NodeSystem.member(
                Behaviors.empty(),
                NodeConfig.member(address.near(), List.of()),
                TABLE,
                JournalTable.empty(),
                List.of(address));
    }

    @Test
    void anotherVersionDoesNotJoin() {
        Greeter.start(seed, "0.0.9", TABLE.fingerprint());
        assertEquals(
                "the node at " + address + " runs Akkord 0.0.9 and this is " + NodeSystem.VERSION
                        + "; all members of a cluster run the same version",
                refusal());
    }

    @Test
    void anotherWireTableDoesNotJoin() {
        Greeter.start(seed, NodeSystem.VERSION, "other");
        assertEquals(
                "the node at " + address + " runs another build of Akkord " + NodeSystem.VERSION
                        + ", whose messages are of table other and not " + TABLE.fingerprint()
                        + "; start all members of a cluster from the same build",
                refusal());
    }

    @Test
    void thePortOfAnotherIsRefused() {
        assertEquals(
                "cannot listen on " + address
                        + ": it is in use, or not of this machine; choose another by --port or --host",
                assertThrows(
                                UserError.class,
                                () -> NodeSystem.member(
                                        Behaviors.empty(),
                                        NodeConfig.member(address, List.of()),
                                        TABLE,
                                        JournalTable.empty(),
                                        List.of()))
                        .getMessage());
    }

    @Test
    void whatIsNoAddressIsToldSo() {
        for (String wrong : List.of("7101", "localhost", ":7101", "localhost:x", "localhost:70000")) {
            assertEquals(
                    "--seed must be HOST:PORT, such as 127.0.0.1:25520, was " + wrong,
                    assertThrows(UserError.class, () -> Endpoint.parse(wrong, "--seed"))
                            .getMessage());
        }
    }
}
