package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
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
        CompletableFuture<RunCoordinator.Ending> ending) {}
