package io.akkord.actors.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.wire.WireContract;
import io.akkord.actors.wire.WireTable;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class NodeHostTest {

    private static final WireTable TABLE = HostMessages.in(WireTable.core());
    private static final String WIRE = TABLE.fingerprint();
    private static final ActorTestKit KIT = ActorTestKit.create(ActorSystem.create(
            Behaviors.empty(), NodeSystem.NAME, NodeSystem.setup(NodeConfig.embedded(), TABLE, JournalTable.empty())));
    private static final Experiment EXPERIMENT = ExperimentReader.read("ppo", List.of(), Path.of(""));

    private final ActorRef<NodeHost.Command> host = host();
    private final TestProbe<NodeHost.Answer> answers = KIT.createTestProbe();
    private ActorRef<DeviceLog.Worked> log = KIT.spawn(DeviceLog.create(_ -> {}));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
        KIT.system().terminate();
    }

    private static ActorRef<NodeHost.Command> host() {
        return KIT.spawn(Behaviors.setup(context -> NodeHost.create(new Offer(2, WIRE), NodeLines.alone(context))));
    }

    private NodeHost.Answer take(RunOrder order, int most) {
        host.tell(new NodeHost.Take(order, "node0", most, log, answers.getRef()));
        return answers.receiveMessage(Duration.ofSeconds(20));
    }

    private String refusal(RunOrder order) {
        return ((NodeHost.Refused) take(order, 1)).reason();
    }

    private void awaitFree(int devices) {
        TestProbe<NodeHost.Described> described = KIT.createTestProbe();
        described.awaitAssert(Duration.ofSeconds(20), () -> {
            host.tell(new NodeHost.Describe(described.getRef()));
            assertEquals(devices, described.receiveMessage().free());
            return true;
        });
    }

    /** A run of its own, with a log of its own. */
    private RunOrder order() {
        log = KIT.spawn(DeviceLog.create(_ -> {}));
        return RunOrder.of(EXPERIMENT, WIRE);
    }

    @Test
    void aDeviceIsLentToOneRunAtATime() {
        RunOrder first = order();
        var taken = (NodeHost.Taken) take(first, 1);
        assertEquals(
                List.of("node0/cpu0"),
                taken.devices().stream().map(NodeHost.DeviceOffer::name).toList());
        assertEquals(
                1, ((NodeHost.Taken) take(order(), Integer.MAX_VALUE)).devices().size());
        assertTrue(refusal(order()).startsWith("has no free device: all 2 are lent to " + first.id()));
        host.tell(new NodeHost.GiveBack(first.id()));
        awaitFree(1);
        assertEquals(1, ((NodeHost.Taken) take(order(), 1)).devices().size());
    }

    @Test
    void aRunThatAsksAgainGetsTheSame() {
        RunOrder order = order();
        assertEquals(take(order, 1), take(order, 2));
    }

    @Test
    void aRunThatVanishesHasGivenEverythingBack() {
        take(order(), Integer.MAX_VALUE);
        awaitFree(0);
        KIT.stop(log);
        awaitFree(2);
    }

    @Test
    void whatCannotUnderstandEachOtherDoesNotWorkTogether() {
        RunOrder right = order();
        assertEquals(
                "refuses: it is Akkord " + NodeSystem.VERSION
                        + ", the run is of 0.0.9; start both from the same version",
                refusal(new RunOrder(right.id(), "0.0.9", WIRE, right.text(), right.digest())));
        assertTrue(refusal(new RunOrder(right.id(), right.version(), "other", right.text(), right.digest()))
                .contains("messages are of table " + WIRE + ", the run's of other"));
        assertTrue(refusal(new RunOrder(right.id(), right.version(), WIRE, right.text(), "other"))
                .contains("reads another experiment out of the text"));
        assertTrue(refusal(new RunOrder(right.id(), right.version(), WIRE, "name = 1\nnonsense = 2", right.digest()))
                .contains("nonsense"));
        awaitFree(2);
    }

    @Test
    void aRunHasOneExperiment() {
        RunOrder right = order();
        take(right, 1);
        assertEquals(
                "serves run " + right.id() + " under another experiment",
                refusal(new RunOrder(right.id(), right.version(), WIRE, right.text() + "\n", right.digest())));
    }

    @Test
    void everyMessageArrivesAsItLeft() {
        WireContract.check(TABLE, KIT.system());
    }
}
