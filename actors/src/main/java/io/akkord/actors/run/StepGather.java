package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Has one step performed by all workers of a network, and answers as if there were one.
 *
 * <p>Every rank gets the same call, with what it must hold. Copies yield the rows of their shares, which are put together in
 * order; ranks that trained publish their pieces; what was measured is of the whole step on each rank, so one is believed. The
 * first failure is the step's: the others are called off, since they would wait for whoever failed.
 */
final class StepGather extends AbstractOnMessageBehavior<StepGather.Command> {

    /** Nobody outside talks to it. */
    sealed interface Command {}

    private record Answered(int rank, StepCall.Outcome outcome) implements Command {}

    private record Joined(
            @Nullable Map<String, ColumnRef> columns,
            @Nullable Throwable error) implements Command {}

    private final ActorContext<Command> context;
    private final StepCall call;
    private final NetworkWorkers workers;
    private final BulkPort port;
    private final StepCall.@Nullable Done[] done;
    private int waiting;

    /**
     * Starts.
     *
     * @param call what each rank is asked; its reply goes to whoever is to hear of the whole
     * @param holdings what each rank must hold
     * @param guests likewise of a mixture's second network; none for any other step
     * @param deadline within which each rank must answer
     */
    static Behavior<Command> create(
            StepCall call,
            NetworkWorkers workers,
            List<Holding> holdings,
            List<Holding> guests,
            BulkPort port,
            Duration deadline) {
        return Behaviors.setup(context -> {
            var gather = new StepGather(context, call, workers, port);
            for (int rank = 0; rank < holdings.size(); rank++) {
                gather.ask(rank, holdings.get(rank), guests.isEmpty() ? null : guests.get(rank), deadline);
            }
            return gather;
        });
    }

    private StepGather(ActorContext<Command> context, StepCall call, NetworkWorkers workers, BulkPort port) {
        super(context);
        this.context = context;
        this.call = call;
        this.workers = workers;
        this.port = port;
        this.done = new StepCall.Done[workers.ranks().size()];
        this.waiting = done.length;
    }

    private void ask(int rank, Holding holding, @Nullable Holding guest, Duration deadline) {
        context.ask(
                StepCall.Outcome.class,
                workers.ranks().get(rank),
                deadline,
                (ActorRef<StepCall.Outcome> answer) -> new ModelWorker.Perform(call.to(holding, guest, answer)),
                (outcome, error) -> new Answered(
                        rank,
                        outcome != null
                                ? outcome
                                : new StepCall.Failed(
                                        call.step(),
                                        workers.roster().members().get(rank).device() + " gave no answer within "
                                                + deadline,
                                        Fault.INFRASTRUCTURE)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Answered(int rank, StepCall.Done answer) -> onDone(rank, answer);
            case Answered(int rank, StepCall.Failed failed) -> fail(failed.reason(), failed.cause());
            case Joined(Map<String, ColumnRef> columns, Throwable error) ->
                columns == null ? fail(String.valueOf(error), Fault.INFRASTRUCTURE) : finish(columns);
        };
    }

    private Behavior<Command> onDone(int rank, StepCall.Done answer) {
        done[rank] = answer;
        return --waiting == 0 ? join() : this;
    }

    private List<StepCall.Done> answers() {
        var answers = new ArrayList<StepCall.Done>();
        for (StepCall.Done each : done) {
            answers.add(Objects.requireNonNull(each));
        }
        return answers;
    }

    /** Puts together the rows of the copies, on this node; those of a lone copy stay where they are. */
    private Behavior<Command> join() {
        List<StepCall.Done> speakers =
                answers().stream().filter(each -> !each.outputs().isEmpty()).toList();
        if (speakers.size() < 2) {
            return finish(speakers.isEmpty() ? Map.of() : speakers.getFirst().outputs());
        }
        var pulls = speakers.stream()
                .map(each -> port.pull(each.outputs(), Map.of()).toCompletableFuture())
                .toList();
        context.pipeToSelf(
                CompletableFuture.allOf(pulls.toArray(CompletableFuture[]::new)).thenApply(_ -> {
                    var joined = new HashMap<String, ColumnRef>();
                    for (String name : speakers.getFirst().outputs().keySet()) {
                        List<ColumnContent> parts = pulls.stream()
                                .map(pull -> Objects.requireNonNull(
                                        pull.join().columns().get(name), name))
                                .toList();
                        joined.put(name, port.put(ColumnParts.join(parts)));
                    }
                    speakers.forEach(each -> port.release(each.outputs().values()));
                    return joined;
                }),
                Joined::new);
        return this;
    }

    private Behavior<Command> finish(Map<String, ColumnRef> columns) {
        List<StepCall.Done> answers = answers();
        List<PublishedNetwork> pieces = answers.stream()
                .map(StepCall.Done::published)
                .filter(Objects::nonNull)
                .toList();
        double busy =
                answers.stream().mapToDouble(StepCall.Done::busySeconds).max().orElse(0);
        Map<String, Metrics.Mean> metrics = answers.getFirst().metrics();
        call.replyTo()
                .tell(new StepCall.Done(
                        call.step(),
                        columns,
                        Map.of(),
                        metrics,
                        pieces.isEmpty() ? null : PublishedNetwork.join(pieces),
                        busy));
        return Behaviors.stopped();
    }

    private Behavior<Command> fail(String reason, Fault cause) {
        if (workers.isGang()) {
            workers.cancel();
        }
        var leftovers = new LinkedHashSet<ColumnRef>();
        for (StepCall.Done each : done) {
            if (each != null) {
                leftovers.addAll(each.outputs().values());
                if (each.published() != null) {
                    leftovers.addAll(each.published().refs());
                }
            }
        }
        port.release(leftovers);
        call.replyTo().tell(new StepCall.Failed(call.step(), reason, cause));
        return Behaviors.stopped();
    }
}
