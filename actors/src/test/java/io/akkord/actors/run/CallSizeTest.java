package io.akkord.actors.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.Seat;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.KryoSerializer;
import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.NodeOffer;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Recompute;
import io.akkord.policies.transformer.ModelConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A Llama of 80 blocks on 64 nodes of eight devices: what its workers are told fits into a frame, and grows with no gang. */
class CallSizeTest {

    private static final int FRAME_BYTES = 256 << 10;
    private static final ModelConfig LARGE =
            new ModelConfig(32_000, 8192, 80, 64, 8, 128, 28_672, 4096, 1e-5, 1e4, false, false, 1, List.of(2), 0);
    private static final Seat.Training LEARNS = new Seat.Training(true, Recompute.NONE, false);
    private static final String HOST = "akka://akkord@node-00.cluster.example:25520";

    private static final ActorTestKit KIT = ActorTestKit.create(ActorSystem.create(
            Behaviors.empty(),
            NodeSystem.NAME,
            NodeSystem.setup(NodeConfig.embedded(), Messages.TABLE, JournalTable.empty())));
    private static final KryoSerializer SERIALIZER =
            new KryoSerializer((ExtendedActorSystem) Adapter.toClassic(KIT.system()), Messages.TABLE);

    private final Cluster cluster = Cluster.of(
            "cluster",
            IntStream.range(0, 64)
                    .mapToObj(node -> new NodeOffer("node" + node, Collections.nCopies(8, DeviceKind.core(1L << 40))))
                    .toList(),
            Link.LOOPBACK);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
        KIT.system().terminate();
    }

    @Test
    void callsWhereTheNetworkLiesDoNotGrowWithTheRanks() {
        int few = largestCall(layout(8, 2, 2), layout(8, 2, 2));
        int many = largestCall(layout(512, 8, 8), layout(512, 8, 8));
        assertTrue(many < few + 64, many + " bytes to one of 512 ranks, " + few + " to one of 8");
    }

    @Test
    void callsThatMoveTheNetworkFitIntoAFrame() {
        Layout learnt = layout(512, 8, 8);
        for (Layout there : List.of(layout(512, 8, 1), layout(256, 4, 1), layout(512, 2, 1), layout(8, 8, 1))) {
            int bytes = largestCall(learnt, there);
            assertTrue(bytes < FRAME_BYTES, bytes + " bytes to a rank of " + there);
        }
    }

    @Test
    void rosterOfAThousandNodesFitsIntoAFrame() {
        var members = Collections.nCopies(4096, new Seat.Member("node1000/gpu0", "192.168.100.100:25520"));
        var roster = new Seat.Roster(new Seat.Gang(1, "policy", 0), members);
        int bytes = SERIALIZER.toBinary(new ModelWorker.Meet(roster)).length;
        assertTrue(bytes < FRAME_BYTES, bytes + " bytes");
    }

    private static Layout layout(int devices, int tensor, int pipeline) {
        return new Layout(Mesh.of(0, devices), new Parallelism(devices / tensor / pipeline, tensor, pipeline));
    }

    private int largestCall(Layout from, Layout there) {
        List<PublishedNetwork.Piece> pieces = IntStream.range(0, from.mesh().size())
                .mapToObj(rank -> new ColumnRef(HOST, Long.MAX_VALUE - rank, 723))
                .map(ref -> new PublishedNetwork.Piece(ref, ref, ref))
                .toList();
        var network = new PublishedNetwork(Role.POLICY, LARGE, 1000, from, pieces);
        var table = new Seating.Table(Role.POLICY, there, LEARNS, true);
        var roster = new Seat.Roster(new Seat.Gang(Long.MAX_VALUE, table.name(), 0), List.of());
        var workers = new NetworkWorkers(table, roster, List.of());
        StepCall call = StepCall.withoutNetwork(
                "ppo",
                "train-policy",
                1000,
                0,
                Map.of("rollouts", pieces.getFirst().weights()),
                Map.of(),
                KIT.system().ignoreRef());
        return new Holdings(cluster, Float.BYTES)
                .of(network, workers).stream()
                        .mapToInt(holding -> size(call, holding))
                        .max()
                        .orElseThrow();
    }

    private static int size(StepCall call, Holding holding) {
        return SERIALIZER.toBinary(new ModelWorker.Perform(call.to(holding, null, call.replyTo()))).length;
    }
}
