package io.akkord.actors.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.wire.WireTable;
import io.akkord.algorithms.UserError;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path run;

    private ActorSystem<Ledger.Command> start() {
        return NodeSystem.embedded(
                Ledger.create(), NodeConfig.embedded(JournalFile.open(run)), WireTable.core(), Ledger.TABLE);
    }

    private static void stop(ActorSystem<?> system) throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void write(ActorSystem<Ledger.Command> system, Ledger.Written event) throws Exception {
        AskPattern.<Ledger.Command, Done>ask(
                        system, reply -> new Ledger.Write(event, reply), PATIENCE, system.scheduler())
                .toCompletableFuture()
                .get();
    }

    private static List<Ledger.Written> read(ActorSystem<Ledger.Command> system) throws Exception {
        return AskPattern.<Ledger.Command, List<Ledger.Written>>ask(
                        system, Ledger.Read::new, PATIENCE, system.scheduler())
                .toCompletableFuture()
                .get();
    }

    @Test
    void aStoppedRunRemembers() throws Exception {
        var first = start();
        var event = new Ledger.Written(7, Map.of("kl", 0.1, "loss", Double.NaN));
        write(first, event);
        stop(first);
        var second = start();
        assertEquals(List.of(event), read(second));
        stop(second);
    }

    @Test
    void aKilledProcessHasLostNothingItAcknowledged() throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(LedgerProcess.class.getName(), run.toString()));
        var process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(137, process.exitValue());
        var system = start();
        var events = read(system);
        assertEquals(LedgerProcess.ACKNOWLEDGED, events.size());
        assertEquals(4.9, events.getLast().metrics().getOrDefault("loss", 0.0));
        stop(system);
    }

    @Test
    void eventsAreJsonThatPeopleCanRead() throws Exception {
        var system = start();
        write(system, new Ledger.Written(3, Map.of("loss", 0.5)));
        stop(system);
        try (var connection = DriverManager.getConnection(JournalFile.open(run).url(), "sa", "");
                var rows = connection.createStatement().executeQuery("select \"event\", \"json\" from \"events\"")) {
            assertTrue(rows.next());
            assertEquals("Written:1", rows.getString("event"));
            assertEquals("{\"number\":3,\"metrics\":{\"loss\":0.5}}", rows.getString("json"));
        }
    }

    @Test
    void aSemicolonInTheDirectoryIsRefused() {
        var error = assertThrows(UserError.class, () -> JournalFile.open(run.resolve("a;b")));
        assertTrue(Objects.toString(error.getMessage()).contains("semicolon"));
    }

    @Test
    void aRunThatIsOpenElsewhereIsRefused() throws Exception {
        JournalFile.open(run);
        Path file = run.resolve("journal").resolve("events.mv.db");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertTrue(lock.isValid());
            var error = assertThrows(UserError.class, () -> JournalFile.open(run));
            assertTrue(Objects.toString(error.getMessage()).contains("open in another process"));
        }
    }
}
