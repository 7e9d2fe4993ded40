package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import io.akkord.actors.cluster.RunNode;
import io.akkord.actors.cluster.RunNodes;
import io.akkord.actors.cluster.RunOrder;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What a run is given: its experiment, its place, and who watches.
 *
 * @param home the agent of this JVM
 * @param ending completed once the run has ended
 */
record Mission(
        Experiment experiment,
        Path directory,
        ActorRef<NodeAgent.Command> home,
        BulkPort port,
        Consumer<RunEvent> watchers,
        TraceFile trace,
        CompletableFuture<RunEnding> ending) {

    /** Looks for the nodes that the experiment wants. */
    Behavior<RunNodes.Command> nodes(ActorRef<RunNodes.Report> replyTo) {
        return RunNodes.create(
                RunOrder.of(experiment, Messages.TABLE.fingerprint()),
                experiment.runtime().devices(),
                trace::add,
                replyTo);
    }

    /** Tells whoever watches what the run has got; not where it is this JVM's own. */
    void tell(RunNode node) {
        if (node.isElsewhere()) {
            watchers.accept(new RunEvent.NodeTaken(
                    node.name(), node.address(), node.devices().size()));
        }
    }

    /** Tells whoever watches what the run has lost. */
    void lost(RunNode node) {
        watchers.accept(new RunEvent.NodeLost(node.name(), node.address()));
    }
}
