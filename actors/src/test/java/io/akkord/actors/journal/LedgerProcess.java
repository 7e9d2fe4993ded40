package io.akkord.actors.journal;

import akka.Done;
import akka.actor.typed.javadsl.AskPattern;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.wire.WireTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Writes events into the journal of its one argument and drops dead in the middle of its work. */
final class LedgerProcess {

    static final int ACKNOWLEDGED = 50;

    private LedgerProcess() {}

    public static void main(String[] arguments) throws Exception {
        var journal = JournalFile.open(Path.of(arguments[0]));
        var system = NodeSystem.embedded(Ledger.create(), NodeConfig.embedded(journal), WireTable.core(), Ledger.TABLE);
        for (int i = 0; i < ACKNOWLEDGED; i++) {
            var event = new Ledger.Written(i, Map.of("loss", i / 10.0));
            AskPattern.<Ledger.Command, Done>ask(
                            system, reply -> new Ledger.Write(event, reply), Duration.ofSeconds(20), system.scheduler())
                    .toCompletableFuture()
                    .get();
        }
        Runtime.getRuntime().halt(137);
    }
}
