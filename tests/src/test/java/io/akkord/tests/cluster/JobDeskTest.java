package io.akkord.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.jobs.DeskClient;
import io.akkord.actors.jobs.DeskProtocol.JobLine;
import io.akkord.actors.jobs.Phase;
import io.akkord.actors.run.Messages;
import io.akkord.algorithms.UserError;
import io.akkord.tests.tiny.RunFolder;
import io.akkord.tests.tiny.TinyRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A desk is killed while one job runs and another waits; both end as if nothing had happened. */
@Timeout(400)
class JobDeskTest {

    private static final String[] LONG = {"ppo.iterations=60", "runtime.checkpoint-every=2", "runtime.devices=1"};

    @TempDir
    Path folder;

    @Test
    void jobsTakeTurnsAndOutliveTheDesk() throws Exception {
        String first;
        String second;
        try (var node = desk();
                var desk = DeskClient.open(node.address(), Messages.TABLE)) {
            assertEquals(List.of(), desk.jobs());
            first = desk.submit(TinyRun.ppo(LONG).text()).id();
            await(() -> progress(desk, "ppo-1").contains("ppo 4/60"));
            second = desk.submit(TinyRun.ppo("runtime.devices=1").text()).id();
            String endless = desk.submit(TinyRun.ppo("ppo.iterations=100000", "runtime.devices=1")
                            .text())
                    .id();
            assertEquals(Phase.RUNNING, desk.status(first).phase());
            assertEquals(
                    List.of(0, 0, 1), desk.jobs().stream().map(JobLine::ahead).toList());
            assertEquals(Phase.CANCELLED, desk.cancel(endless).phase());
            UserError tooMany = assertThrows(
                    UserError.class,
                    () -> desk.submit(TinyRun.ppo("runtime.devices=99").text()));
            assertEquals(
                    "runtime.devices asks for 99 devices and the nodes of the cluster have 1 in all",
                    tooMany.getMessage());
            assertThrows(UserError.class, () -> desk.status("ppo-9"));
            node.kill();
        }
        try (var node = desk();
                var desk = DeskClient.open(node.address(), Messages.TABLE)) {
            assertEquals(
                    List.of(first, second, "ppo-3"),
                    desk.jobs().stream().map(JobLine::id).toList());
            await(() -> desk.status(first).phase().isLast());
            assertEquals(
                    Phase.DONE, desk.status(first).phase(), desk.status(first).reason());
            await(() -> desk.status(second).phase().isLast());
            assertEquals(
                    Phase.DONE, desk.status(second).phase(), desk.status(second).reason());
            assertTrue(progress(desk, first).contains("going on after iteration"), progress(desk, first));

            var fetched = new RunFolder(folder.resolve("fetched"));
            desk.fetch(second, fetched.path());
            assertEquals(
                    fetched.lastCheckpoint().toString(),
                    fetched.json("summary.json").path("checkpoint").asText());
            var own = new RunFolder(folder.resolve("own"));
            TinyRun.complete(TinyRun.ppo("runtime.devices=1"), own.path());
            assertEquals(own.lastCheckpointDigests(), fetched.lastCheckpointDigests());

            String running = desk.submit(TinyRun.ppo("ppo.iterations=100000", "runtime.devices=1")
                            .text())
                    .id();
            await(() -> progress(desk, running).contains("ppo 2/100000"));
            desk.cancel(running);
            await(() -> desk.status(running).phase().isLast());
            assertEquals(Phase.CANCELLED, desk.status(running).phase());
            assertEquals(143, node.leave());
        }
    }

    private NodeProcess desk() throws Exception {
        return NodeProcess.start(
                "--devices",
                "1",
                "--roles",
                "desk",
                "--desk-directory",
                folder.resolve("desk").toString());
    }

    private static String progress(DeskClient desk, String id) {
        var text = new StringBuilder();
        for (byte[] piece = desk.progress(id, 0); piece.length > 0; piece = desk.progress(id, text.length())) {
            text.append(new String(piece, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private static void await(BooleanSupplier fact) throws InterruptedException {
        var never = new CountDownLatch(1);
        for (int look = 0; look < 600; look++) {
            if (fact.getAsBoolean()) {
                return;
            }
            never.await(200, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("it did not come true");
    }
}
