package io.akkord.actors.cli;

import io.akkord.actors.Node;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.jobs.DeskDoor;
import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Offers this machine's devices to a cluster until it is told to stop. */
@Command(
        name = "node",
        description = {
            "Offers this machine's devices to a cluster, until Ctrl-C.",
            "Listens on the loopback unless --host says otherwise: whoever reaches that address and port can use the node."
        },
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 15;

    private final Terminal terminal;

    @Option(names = "--host", paramLabel = "HOST", description = "Where others reach this machine; ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "P", description = "Where it listens, 0 for any free one; ${DEFAULT-VALUE}.")
    private int port = 25_520;

    @Option(
            names = "--seed",
            paramLabel = "HOST:PORT",
            description = "A member of the cluster to join; unless given, this node begins one. May be repeated.")
    private List<String> seeds = new ArrayList<>();

    @Option(names = "--devices", paramLabel = "N", description = "How many devices to offer; one a core unless given.")
    private @Nullable Integer devices;

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "desk",
            description = "desk: this node takes in jobs, see `akkord submit`. One node of a cluster does.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--desk-directory",
            paramLabel = "DIR",
            description = "Where the desk keeps its queue and its jobs; ${DEFAULT-VALUE}.")
    private Path folder = Path.of("desk");

    NodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (!roles.stream().allMatch(DeskDoor.ROLE::equals)) {
            throw new UserError("--roles knows " + DeskDoor.ROLE + " and nothing else, was " + String.join(",", roles));
        }
        var desk = roles.isEmpty()
                ? Optional.<Node.Desk>empty()
                : Optional.of(new Node.Desk(terminal.resolve(folder), new DeskRuns()));
        int offered = devices != null ? devices : Runtime.getRuntime().availableProcessors();
        var node = Node.start(
                Endpoint.parse(host + ":" + port, "--host and --port"),
                seeds.stream().map(seed -> Endpoint.parse(seed, "--seed")).toList(),
                offered,
                desk);
        terminal.out()
                .println("node up at " + node.address() + " with " + offered + (offered == 1 ? " device" : " devices"));
        terminal.flush();
        var leaving = new AtomicBoolean();
        var leaver = new Thread(() -> leave(node, leaving), "leave");
        Runtime.getRuntime().addShutdownHook(leaver);
        node.ended().toCompletableFuture().get();
        if (leaving.get()) {
            return 0;
        }
        Runtime.getRuntime().removeShutdownHook(leaver);
        terminal.complain(
                "the cluster has removed this node, since its members could not reach each other; start it again");
        return Main.FAILED;
    }

    private void leave(Node node, AtomicBoolean leaving) {
        leaving.set(true);
        terminal.err().println("leaving...");
        terminal.flush();
        node.leave();
        try {
            node.ended().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            terminal.err().println("the others do not answer; they will notice by themselves");
        }
        terminal.flush();
    }
}
