package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.cluster.RunNode;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.StageWork;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The first stage of an experiment, coordinated as in any run, on nodes whose agents somebody else plays.
 *
 * <p>Plan, fleet, walks, gathering, boundary and metrics are production's; only the journal is left out, whose facts are
 * acknowledged at once, and the evaluation before the first update.
 */
public final class AnsweredStage {

    private AnsweredStage() {}

    /**
     * Begins the stage.
     *
     * @param nodes whose devices it uses, in the order in which the plan counts them
     * @param home plays the agent of this JVM
     * @param watcher hears all events of the run
     * @param ended hears how the stage ends
     */
    public static Behavior<Void> create(
            Experiment experiment,
            Path directory,
            List<RunNode> nodes,
            ActorRef<NodeAgent.Command> home,
            BulkPort port,
            Consumer<RunEvent> watcher,
            Consumer<String> ended) {
        return Behaviors.setup(context -> {
            Map<String, StageWork> works = StageWork.of(experiment);
            StageWork first = works.values().iterator().next();
            var site = new RunSite(
                    experiment,
                    directory,
                    NodeCluster.of(nodes, experiment.plan()),
                    new RowFeeds(experiment, works.values()),
                    port,
                    nodes,
                    home,
                    context.spawn(
                            CheckpointKeeper.create(directory, 1, port, TraceFile.open(directory)), "checkpoints"),
                    context.spawn(MetricsJournal.create(directory, _ -> 0), "metrics"),
                    new Recorder(context.spawn(forgetful(), "run"), watcher));
            var start = new StageStart(Map.of(), Optional.empty(), Optional.of(unjudged()));
            context.spawn(
                    StageCoordinator.create(
                            site, first, start, site.gather(first, start), context.spawn(told(ended), "outcome")),
                    "stage");
            return Behaviors.empty();
        });
    }

    private static Evaluation unjudged() {
        return new Evaluation(
                "before", 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, new double[0], Map.of(), Map.of());
    }

    private static Behavior<StageOutcome> told(Consumer<String> ended) {
        return Behaviors.receiveMessage(outcome -> {
            ended.accept(outcome.toString());
            return Behaviors.stopped();
        });
    }

    private static Behavior<RunCoordinator.Command> forgetful() {
        return Behaviors.receive(RunCoordinator.Command.class)
                .onMessage(RunCoordinator.Record.class, record -> {
                    record.replyTo().tell(new Recorder.Acknowledged(record.subject()));
                    return Behaviors.same();
                })
                .build();
    }
}
