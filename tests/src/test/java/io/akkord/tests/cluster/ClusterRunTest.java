package io.akkord.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.NoDevices;
import io.akkord.actors.Node;
import io.akkord.actors.Trainer;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.run.RunEvent;
import io.akkord.algorithms.UserError;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ClusterRunTest {

    @TempDir
    Path folder;

    @Test
    void anExperimentLearnsOnAClusterAsItDoesEmbedded() throws Exception {
        var far = new RunFolder(folder.resolve("far"));
        Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
        try (var first = NodeProcess.start("--devices", "1");
                var second = NodeProcess.start(
                        "--devices", "1", "--seed", first.address().toString())) {
            run(far.path(), "2", events::add, second.address());
            assertEquals(
                    Stream.of(first.address().toString(), second.address().toString())
                            .sorted()
                            .toList(),
                    events.stream()
                            .flatMap(event -> event instanceof RunEvent.NodeTaken taken
                                    ? Stream.of(taken.address())
                                    : Stream.empty())
                            .toList());

            String shortage = String.valueOf(
                    assertThrows(NoDevices.class, () -> run(folder.resolve("three"), "3", _ -> {}, first.address()))
                            .getMessage());
            assertTrue(shortage.startsWith("runtime.devices asks for 3 devices and the cluster has 2 free"), shortage);
        }
        var near = new RunFolder(folder.resolve("near"));
        TinyRun.complete(TinyRun.ppo("runtime.devices=1"), near.path());
        assertEquals(near.lastCheckpointDigests(), far.lastCheckpointDigests());
        assertEquals(near.metricsWithoutTimes(), far.metricsWithoutTimes());
        assertTrue(
                TraceFile.read(far.path()).stream()
                        .anyMatch(event -> event.name().equals("train-policy")),
                "what the other JVM's device did is not in the trace");
    }

    private static void run(Path directory, String devices, Consumer<RunEvent> watcher, Endpoint cluster) {
        TinyRun.await(Trainer.start(TinyRun.ppo("runtime.devices=" + devices), directory, watcher, cluster)
                .result());
    }

    @Test
    void aNodeAnnouncesNoMoreThanItHas() {
        int cores = Runtime.getRuntime().availableProcessors();
        assertEquals(
                "--devices must be from 1 to " + cores
                        + ", since a device computes on a core of its own and this machine has " + cores + ", was "
                        + (cores + 1),
                assertThrows(
                                UserError.class,
                                () -> Node.start(new Endpoint("127.0.0.1", 0), List.of(), cores + 1, Optional.empty()))
                        .getMessage());
    }
}
