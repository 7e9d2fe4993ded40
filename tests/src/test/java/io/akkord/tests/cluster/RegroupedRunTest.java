package io.akkord.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.actors.Trainer;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.run.RunEvent;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that come and go while a run goes on, and networks that are cut across nodes. */
@Timeout(300)
class RegroupedRunTest {

    private static final long PATIENCE_SECONDS = 90;

    @TempDir
    Path folder;

    /** Whole networks compute the same bytes on any core, so neither the plan nor what was lost shows in the end. */
    @Test
    void aNodeThatJoinsIsUsedAndOneThatDiesIsDoneWithout() throws Exception {
        CompletableFuture<Void> joined = new CompletableFuture<>();
        CompletableFuture<Void> lost = new CompletableFuture<>();
        var second = new CompletableFuture<NodeProcess>();
        try (var first = NodeProcess.start("--devices", "1")) {
            Endpoint cluster = first.address();
            TinyRun.await(Trainer.start(
                            TinyRun.ppo("ppo.iterations=12", "runtime.checkpoint-every=2", "runtime.devices=0"),
                            folder.resolve("regrouped"),
                            event -> follow(event, cluster, second, joined, lost),
                            cluster)
                    .result());
        } finally {
            second.thenAccept(NodeProcess::close);
        }
        assertTrue(joined.isDone(), "the second node was never taken");
        assertTrue(lost.isDone(), "the second node was never lost");
        TinyRun.complete(
                TinyRun.ppo("ppo.iterations=12", "runtime.checkpoint-every=2", "runtime.devices=1"),
                folder.resolve("alone"));
        var alone = new RunFolder(folder.resolve("alone"));
        var regrouped = new RunFolder(folder.resolve("regrouped"));
        assertEquals(alone.lastCheckpointDigests(), regrouped.lastCheckpointDigests());
        assertEquals(alone.metricsWithoutTimes(), regrouped.metricsWithoutTimes());
    }

    /** The second node comes after two iterations and dies after eight; the run waits until either is known. */
    private static void follow(
            RunEvent event,
            Endpoint cluster,
            CompletableFuture<NodeProcess> second,
            CompletableFuture<Void> joined,
            CompletableFuture<Void> lost) {
        switch (event) {
            case RunEvent.IterationFinished done
            when done.iteration() == 2 && !second.isDone() -> {
                second.complete(started(cluster));
                joined.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            }
            case RunEvent.IterationFinished done
            when done.iteration() == 8 && !lost.isDone() -> {
                second.join().close();
                lost.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            }
            case RunEvent.NodeTaken taken when !taken.node().equals("node0") -> joined.complete(null);
            case RunEvent.NodeLost _ -> lost.complete(null);
            default -> {}
        }
    }

    private static NodeProcess started(Endpoint cluster) {
        try {
            return NodeProcess.start("--devices", "1", "--seed", cluster.toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void networksAreCutAcrossNodes() throws Exception {
        String[] sizes = {
            "policy.new.layers=4",
            "policy.new.heads=4",
            "policy.new.key-value-heads=2",
            "runtime.precision=float64",
            "runtime.micro-batch=2",
            "ppo.batch=16"
        };
        List<String> cut = List.of(
                "plan.whole=false",
                "plan.layouts.\"policy train\"={devices=[\"0-1\"],data=2}",
                "plan.layouts.\"policy generate\"={devices=[\"0-1\"],tensor=2}",
                "plan.layouts.critic={devices=[\"0-1\"],pipeline=2}",
                "plan.layouts.reference={devices=[\"1\"]}");
        try (var first = NodeProcess.start("--devices", "1");
                var second = NodeProcess.start(
                        "--devices", "1", "--seed", first.address().toString())) {
            var settings = new ArrayList<>(List.of(sizes));
            settings.addAll(cut);
            TinyRun.await(Trainer.start(
                            TinyRun.ppo(settings.toArray(String[]::new)),
                            folder.resolve("cut"),
                            _ -> {},
                            second.address())
                    .result());
        }
        TinyRun.complete(TinyRun.ppo(sizes), folder.resolve("whole"));
        List<JsonNode> expected = new RunFolder(folder.resolve("whole")).metricsWithoutTimes();
        List<JsonNode> actual = new RunFolder(folder.resolve("cut")).metricsWithoutTimes();
        for (int i = 0; i < expected.size(); i++) {
            JsonNode line = actual.get(i);
            expected.get(i).properties().forEach(metric -> {
                double value = metric.getValue().asDouble();
                assertEquals(
                        value,
                        line.path(metric.getKey()).asDouble(),
                        1e-9 * Math.max(1, Math.abs(value)),
                        metric.getKey());
            });
        }
    }
}
