package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeHost;
import io.akkord.actors.cluster.NodeLines;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.cluster.Offer;
import io.akkord.actors.journal.JournalFile;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.StepCall;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The guardian of a run's own JVM: it starts the bulk lane and the run, and where the run is embedded the host of its
 * devices; else those of the cluster's nodes serve it.
 */
public final class RunHost extends AbstractOnMessageBehavior<RunHost.Command> {

    /** What the host is asked. */
    public sealed interface Command {}

    /** Save the run's last boundary and end it. */
    public record Stop() implements Command {}

    private record Begin() implements Command {}

    /** The role of a member that runs an experiment on the devices of others. */
    private static final String ROLE = "run";

    private final ActorRef<RunCoordinator.Command> run;
    private final CompletableFuture<RunEnding> ending;

    /**
     * Starts an actor system with a run in it.
     *
     * @param cluster whose devices to use; nothing for this JVM's
     * @param ending completed once the run has ended, however it does
     */
    public static ActorSystem<Command> start(
            Experiment experiment,
            Path directory,
            TraceFile trace,
            Consumer<RunEvent> watchers,
            CompletableFuture<RunEnding> ending,
            Optional<Endpoint> cluster) {
        Behavior<Command> guardian = Behaviors.setup(
                context -> new RunHost(context, experiment, directory, trace, watchers, ending, cluster.isEmpty()));
        JournalFile journal = JournalFile.open(directory);
        if (cluster.isEmpty()) {
            return NodeSystem.embedded(guardian, NodeConfig.embedded(journal), Messages.TABLE, Facts.TABLE);
        }
        Endpoint seed = cluster.get();
        ActorSystem<Command> system = NodeSystem.member(
                Behaviors.receive(Command.class)
                        .onMessage(Begin.class, _ -> guardian)
                        .build(),
                journal.akka().withFallback(NodeConfig.member(seed.near(), List.of(ROLE))),
                Messages.TABLE,
                Facts.TABLE,
                List.of(seed));
        system.tell(new Begin());
        return system;
    }

    private RunHost(
            ActorContext<Command> context,
            Experiment experiment,
            Path directory,
            TraceFile trace,
            Consumer<RunEvent> watchers,
            CompletableFuture<RunEnding> ending,
            boolean embedded) {
        super(context);
        Duration deadline = experiment.runtime().stepDeadline();
        NodeLines lines = embedded ? NodeLines.alone(context) : NodeLines.member(context);
        if (embedded) {
            int devices = experiment.runtime().devices() > 0
                    ? experiment.runtime().devices()
                    : Runtime.getRuntime().availableProcessors();
            context.spawn(NodeHost.create(new Offer(devices, Messages.TABLE.fingerprint()), lines), "node-host");
        }
        BulkPort port = lines.port(deadline);
        ActorRef<NodeAgent.Command> home =
                context.spawn(NodeAgent.create(experiment, List.of(), port, lines.hub(deadline, _ -> {})), "home");
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
            case Begin() -> this;
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof Terminated) {
            String reason = "the run's coordinator crashed; run.log in the run directory says why";
            ending.complete(new RunEnding.Broken(reason, StepCall.Fault.INFRASTRUCTURE));
        }
        return this;
    }
}
