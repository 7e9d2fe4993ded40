package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeHost;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.cluster.Offer;
import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.journal.JournalFile;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.BulkLane;
import io.akkord.actors.wire.ColumnStore;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The guardian of an embedded cluster of one node: it starts the host of the node's devices, its bulk lane, and the run
 * that uses them.
 */
public final class RunHost extends AbstractOnMessageBehavior<RunHost.Command> {

    /** What the host is asked. */
    public sealed interface Command {}

    /** Save the run's last boundary and end it. */
    public record Stop() implements Command {}

    private final ActorRef<RunCoordinator.Command> run;
    private final CompletableFuture<RunCoordinator.Ending> ending;

    /**
     * Starts an actor system with a run in it.
     *
     * @param ending completed once the run has ended, however it does
     */
    public static ActorSystem<Command> start(
            Experiment experiment,
            Path directory,
            TraceFile trace,
            Consumer<RunEvent> watchers,
            CompletableFuture<RunCoordinator.Ending> ending) {
        return NodeSystem.embedded(
                Behaviors.setup(context -> new RunHost(context, experiment, directory, trace, watchers, ending)),
                NodeConfig.embedded(JournalFile.open(directory)),
                Messages.TABLE,
                Facts.TABLE);
    }

    private RunHost(
            ActorContext<Command> context,
            Experiment experiment,
            Path directory,
            TraceFile trace,
            Consumer<RunEvent> watchers,
            CompletableFuture<RunCoordinator.Ending> ending) {
        super(context);
        var store = ColumnStore.create(context.getSystem());
        ActorRef<BulkLane.Command> lane = context.spawn(BulkLane.alone(store), BulkLane.NAME);
        var port = new BulkPort(
                store, lane, context.getSystem(), experiment.runtime().stepDeadline());
        int devices = experiment.runtime().devices() > 0
                ? experiment.runtime().devices()
                : Runtime.getRuntime().availableProcessors();
        CollectiveHub hub = CollectiveHub.alone(experiment.runtime().stepDeadline(), _ -> {});
        context.spawn(
                NodeHost.create(new Offer(devices, Messages.TABLE.fingerprint(), ""), store, lane, hub), "node-host");
        ActorRef<NodeAgent.Command> home = context.spawn(NodeAgent.create(experiment, List.of(), port, hub), "home");
        this.run = context.spawn(
                RunCoordinator.create(new Mission(experiment, directory, home, port, watchers, trace, ending)), "run");
        this.ending = ending;
        context.watch(run);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Stop() -> {
                run.tell(new RunCoordinator.Stop());
                yield this;
            }
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof Terminated) {
            String reason = "the run's coordinator crashed; run.log in the run directory says why";
            ending.complete(new RunCoordinator.Broken(reason, StepCall.Fault.INFRASTRUCTURE));
        }
        return this;
    }
}
