package io.akkord.actors.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.cluster.NodeHost;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes experiments in and runs each once its devices are free: first come, first served.
 *
 * <p>The first in the queue holds up all others, so that a large job is not overtaken for ever. One singleton of a
 * cluster, and event-sourced: a desk that was killed puts what was running back into its old place, and its run goes on
 * from its last checkpoint.
 */
public final class JobDesk extends EventSourcedBehavior<JobDesk.Command, JobEvent, Queue> {

    /** What a desk is asked. */
    public sealed interface Command
            permits DeskProtocol.Request, Listed, Heard, Look, Weighed, Launched, NotLaunched, Over {}

    private record Listed(Receptionist.Listing listing) implements Command {}

    private record Heard(NodeHost.Described host) implements Command {}

    private record Look() implements Command {}

    private record Weighed(
            DeskProtocol.Submit submit, @Nullable Experiment experiment, String reason) implements Command {}

    private record Launched(String id, JobRunner.Running run) implements Command {}

    private record NotLaunched(String id, String reason) implements Command {}

    private record Over(String id, JobRunner.Outcome outcome) implements Command {}

    /** How often nodes are asked for what they have free. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final ActorContext<Command> context;
    private final Path folder;
    private final JobRunner runner;
    private final Executor blocking;
    private final Endpoint cluster;
    private final ActorRef<NodeHost.Described> described;
    private final Map<ActorRef<NodeHost.Command>, Optional<NodeHost.Described>> hosts = new HashMap<>();
    private final Map<String, JobRunner.Running> running = new HashMap<>();
    private final Set<String> cancelled = new HashSet<>();

    /**
     * Opens the desk, with the queue that its journal holds.
     *
     * @param folder where each job has a folder of its own
     */
    public static Behavior<Command> create(Path folder, JobRunner runner) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new JobDesk(context, timers, folder.toAbsolutePath(), runner)));
    }

    private JobDesk(ActorContext<Command> context, TimerScheduler<Command> timers, Path folder, JobRunner runner) {
        super(PersistenceId.ofUniqueId("job-desk"));
        this.context = context;
        this.folder = folder;
        this.runner = runner;
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.cluster = Endpoint.parse(NodeSystem.address(context.getSystem()), "the desk's own address");
        this.described = context.messageAdapter(NodeHost.Described.class, Heard::new);
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        NodeHost.KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
        timers.startTimerWithFixedDelay(new Look(), PERIOD);
    }

    @Override
    public Queue emptyState() {
        return Queue.EMPTY;
    }

    @Override
    public EventHandler<Queue, JobEvent> eventHandler() {
        return Queue::after;
    }

    @Override
    public SignalHandler<Queue> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.instance(),
                        queue -> queue.in(Phase.RUNNING)
                                .forEach(job -> context.getSelf().tell(new Over(job.id(), new JobRunner.Stopped()))))
                .onSignal(PostStop.instance(), _ -> running.values().forEach(JobRunner.Running::stop))
                .build();
    }

    @Override
    public CommandHandler<Command, JobEvent, Queue> commandHandler() {
        return (queue, command) -> switch (command) {
            case DeskProtocol.Submit submit -> onSubmit(submit);
            case DeskProtocol.ListJobs(var replyTo) -> {
                replyTo.tell(new DeskProtocol.Jobs(queue.jobs().values().stream()
                        .map(job -> line(queue, job))
                        .toList()));
                yield Effect().none();
            }
            case DeskProtocol.Status(String id, var replyTo) -> {
                replyTo.tell(status(queue, id));
                yield Effect().none();
            }
            case DeskProtocol.Cancel cancel -> onCancel(queue, cancel);
            case DeskProtocol.ListFiles(String id, var replyTo) ->
                hand(replyTo, () -> new DeskProtocol.FileList(files(id).list()));
            case DeskProtocol.Read(String id, String path, long offset, var replyTo) ->
                hand(replyTo, () -> new DeskProtocol.Piece(files(id).read(path, offset)));
            case Listed(Receptionist.Listing listing) -> onListed(listing);
            case Heard(NodeHost.Described host) -> {
                hosts.replace(host.host(), Optional.of(host));
                yield Effect().none();
            }
            case Look() -> onLook(queue);
            case Weighed weighed -> onWeighed(queue, weighed);
            case Launched(String id, JobRunner.Running run) -> onLaunched(id, run);
            case NotLaunched(String id, String reason) -> onOver(id, new JobRunner.Failed(reason));
            case Over(String id, JobRunner.Outcome outcome) -> onOver(id, outcome);
        };
    }

    private Effect<JobEvent, Queue> hand(ActorRef<DeskProtocol.Reply> replyTo, Supplier<DeskProtocol.Reply> reading) {
        CompletableFuture.supplyAsync(reading, blocking)
                .exceptionally(error -> new DeskProtocol.Declined(String.valueOf(error.getMessage())))
                .thenAccept(replyTo::tell);
        return Effect().none();
    }

    private JobFiles files(String id) {
        return new JobFiles(folder.resolve(id));
    }

    private static DeskProtocol.Reply status(Queue queue, String id) {
        Job job = queue.find(id);
        return job == null
                ? new DeskProtocol.Declined("there is no job " + id + "; `akkord jobs` names all")
                : new DeskProtocol.Jobs(List.of(line(queue, job)));
    }

    private static DeskProtocol.JobLine line(Queue queue, Job job) {
        return new DeskProtocol.JobLine(
                job.id(), job.phase(), job.devices(), job.submittedMillis(), queue.ahead(job), job.reason());
    }

    /** Read and weighed off this actor's thread, since a plan takes its time. */
    private Effect<JobEvent, Queue> onSubmit(DeskProtocol.Submit submit) {
        var admission = new Admission(
                devices(NodeHost.Described::devices),
                heard().mapToLong(NodeHost.Described::memoryBytes).min().orElse(0));
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> admission.admit(submit.text(), runner), blocking),
                (experiment, error) -> new Weighed(submit, experiment, reason(error)));
        return Effect().none();
    }

    private Effect<JobEvent, Queue> onWeighed(Queue queue, Weighed weighed) {
        ActorRef<DeskProtocol.Reply> replyTo = weighed.submit().replyTo();
        Experiment experiment = weighed.experiment();
        if (experiment == null) {
            replyTo.tell(new DeskProtocol.Declined(weighed.reason()));
            return Effect().none();
        }
        String id = queue.nextId(experiment.name());
        return Effect()
                .persist(new JobEvent.Submitted(
                        id, experiment.text(), experiment.runtime().devices(), System.currentTimeMillis()))
                .thenRun(after -> replyTo.tell(
                        new DeskProtocol.Accepted(id, after.in(Phase.QUEUED).size() - 1)));
    }

    private Effect<JobEvent, Queue> onCancel(Queue queue, DeskProtocol.Cancel cancel) {
        Job job = queue.find(cancel.id());
        if (job != null && job.phase() == Phase.QUEUED) {
            return Effect()
                    .persist(new JobEvent.Ended(job.id(), Phase.CANCELLED, ""))
                    .thenRun(after -> cancel.replyTo().tell(status(after, job.id())));
        }
        if (job != null && job.phase() == Phase.RUNNING) {
            cancelled.add(job.id());
            Optional.ofNullable(running.get(job.id())).ifPresent(JobRunner.Running::stop);
        }
        cancel.replyTo().tell(status(queue, cancel.id()));
        return Effect().none();
    }

    private Effect<JobEvent, Queue> onListed(Receptionist.Listing listing) {
        Set<ActorRef<NodeHost.Command>> listed = listing.getServiceInstances(NodeHost.KEY);
        hosts.keySet().retainAll(listed);
        listed.forEach(host -> hosts.putIfAbsent(host, Optional.empty()));
        hosts.keySet().forEach(host -> host.tell(new NodeHost.Describe(described)));
        return Effect().none();
    }

    /** Starts the next job if its devices are free. */
    private Effect<JobEvent, Queue> onLook(Queue queue) {
        hosts.keySet().forEach(host -> host.tell(new NodeHost.Describe(described)));
        int total = devices(NodeHost.Described::devices);
        int lent = queue.in(Phase.RUNNING).stream()
                .mapToInt(job -> wants(job, total))
                .sum();
        int free = Math.min(devices(NodeHost.Described::free), total - lent);
        return queue.next()
                .filter(job -> total > 0 && wants(job, total) <= free)
                .<Effect<JobEvent, Queue>>map(
                        job -> Effect().persist(new JobEvent.Begun(job.id())).thenRun(() -> launch(job)))
                .orElseGet(() -> Effect().none());
    }

    private static int wants(Job job, int total) {
        return job.devices() == 0 ? total : job.devices();
    }

    private int devices(ToIntFunction<NodeHost.Described> count) {
        return heard().mapToInt(count).sum();
    }

    private Stream<NodeHost.Described> heard() {
        return hosts.values().stream().flatMap(Optional::stream);
    }

    private void launch(Job job) {
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        () -> runner.start(job.text(), folder.resolve(job.id()), cluster), blocking),
                (run, error) -> run != null ? new Launched(job.id(), run) : new NotLaunched(job.id(), reason(error)));
    }

    private static String reason(@Nullable Throwable error) {
        Throwable cause = error != null && error.getCause() != null ? error.getCause() : error;
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private Effect<JobEvent, Queue> onLaunched(String id, JobRunner.Running run) {
        running.put(id, run);
        run.outcome().thenAccept(outcome -> context.getSelf().tell(new Over(id, outcome)));
        if (cancelled.contains(id)) {
            run.stop();
        }
        return Effect().none();
    }

    private Effect<JobEvent, Queue> onOver(String id, JobRunner.Outcome outcome) {
        running.remove(id);
        boolean stopped = cancelled.remove(id);
        return Effect()
                .persist(
                        switch (outcome) {
                            case JobRunner.Done() -> new JobEvent.Ended(id, Phase.DONE, "");
                            case JobRunner.Stopped() when stopped -> new JobEvent.Ended(id, Phase.CANCELLED, "");
                            case JobRunner.Crowded() when stopped -> new JobEvent.Ended(id, Phase.CANCELLED, "");
                            case JobRunner.Stopped() -> new JobEvent.PutBack(id);
                            case JobRunner.Crowded() -> new JobEvent.PutBack(id);
                            case JobRunner.Failed(String reason) -> new JobEvent.Ended(id, Phase.FAILED, reason);
                        });
    }
}
