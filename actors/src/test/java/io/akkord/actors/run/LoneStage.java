package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.cluster.RunNode;
import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.wire.BulkLane;
import io.akkord.actors.wire.ColumnStore;
import io.akkord.configs.Experiment;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.Planner;
import io.akkord.placement.plan.Prices;
import io.akkord.policies.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The first stage of an experiment with real devices and workers, but with a run around it that forgets its facts. */
final class LoneStage {

    private final Experiment experiment;
    private final Path directory;
    private final UnaryOperator<Prices> believed;
    private final Consumer<Device.Interval> work;
    private final Predicate<RunEvent> last;
    private final CompletableFuture<StageOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<ActorRef<StageCoordinator.Command>> stage = new CompletableFuture<>();

    /**
     * A stage.
     *
     * @param believed what the planner is told instead of the model's prices
     * @param work told what each device did
     * @param last told what happens; the stage is stopped when it says so
     */
    LoneStage(
            Experiment experiment,
            Path directory,
            UnaryOperator<Prices> believed,
            Consumer<Device.Interval> work,
            Predicate<RunEvent> last) {
        this.experiment = experiment;
        this.directory = directory;
        this.believed = believed;
        this.work = work;
        this.last = last;
    }

    /** Runs until it has ended and its files are on disk. */
    StageOutcome run() throws Exception {
        Cluster cluster = Cluster.embedded(experiment.runtime().devices());
        TraceFile trace = TraceFile.open(directory);
        List<Device> devices = cluster.devices().stream()
                .map(device -> Device.open(device.name(), work))
                .toList();
        ActorSystem<StageOutcome> system = NodeSystem.embedded(
                Behaviors.setup(context -> guardian(context, cluster, devices, trace)),
                NodeConfig.embedded(),
                Messages.TABLE,
                JournalTable.empty());
        try {
            return outcome.get(100, TimeUnit.SECONDS);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
            devices.forEach(Device::close);
            trace.close();
        }
    }

    private Behavior<StageOutcome> guardian(
            ActorContext<StageOutcome> context, Cluster cluster, List<Device> devices, TraceFile trace) {
        var patience = experiment.runtime().stepDeadline();
        var store = ColumnStore.create(context.getSystem());
        var port =
                new BulkPort(store, context.spawn(BulkLane.alone(store), BulkLane.NAME), context.getSystem(), patience);
        CollectiveHub hub = CollectiveHub.alone(patience, _ -> {});
        Map<String, StageWork> works = StageWork.of(experiment);
        var metrics = context.spawn(MetricsJournal.create(directory, _ -> 0), "metrics");
        var site = new RunSite(
                experiment,
                directory,
                cluster,
                new RowFeeds(experiment, works.values()),
                port,
                List.of(new RunNode(
                        "node",
                        "",
                        context.spawn(NodeAgent.create(experiment, devices, port, hub), "node"),
                        List.of(),
                        "")),
                context.spawn(NodeAgent.create(experiment, List.of(), port, hub), "home"),
                context.spawn(CheckpointKeeper.create(directory, 1, port, trace), "checkpoints"),
                metrics,
                new Recorder(context.spawn(forgetful(), "run"), this::hear));
        StageWork first = works.values().iterator().next();
        var start = new StageStart(Map.of(), Optional.empty(), Optional.empty());
        stage.complete(context.spawn(
                StageCoordinator.create(site, first, start, supplies(site, first, start), context.getSelf()), "stage"));
        return Behaviors.receiveMessage(end -> {
            metrics.tell(new MetricsJournal.Close(() -> outcome.complete(end)));
            return Behaviors.same();
        });
    }

    private StageSupplies supplies(RunSite site, StageWork first, StageStart start) {
        StageSupplies supplies = site.gather(first, start);
        Prices prices = believed.apply(supplies.prices());
        return new StageSupplies(
                supplies.policy(),
                supplies.text(),
                supplies.tokenizer(),
                supplies.feed(),
                supplies.networks(),
                supplies.older(),
                prices,
                Planner.plan(
                        first.workflow(), site.cluster(), prices, StageSupplies.planning(site.experiment()), _ -> {}));
    }

    private void hear(RunEvent event) {
        if (last.test(event)) {
            stage.join().tell(new StageCoordinator.Stop());
        }
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
