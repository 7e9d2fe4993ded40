package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.Seat;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.workflow.Role;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the workers of a stage where its plan seats them, and brings each through DEAD, RESTARTING and STALE to READY.
 *
 * <p>The fleet starts what is missing, has every network that stays fetched where it is at home, and answers only when all
 * of them serve the version they were asked to. Networks that come and go are fetched with the step that needs them. What died
 * since the last time is noticed by watching, not by asking.
 */
final class WorkerFleet extends AbstractOnMessageBehavior<WorkerFleet.Command> {

    /** What a fleet is asked. */
    sealed interface Command {}

    /**
     * Make every worker ready.
     *
     * @param networks every network of the stage as published
     * @param again whether something has failed, so that ranks must meet anew
     */
    record MakeReady(Map<Role, PublishedNetwork> networks, boolean again, ActorRef<Outcome> replyTo)
            implements Command {}

    /** Seat networks elsewhere; they start there when the fleet is made ready. */
    record Relocate(Seating seating) implements Command {}

    private record Started(NodeAgent.StartOutcome outcome) implements Command {}

    private record RewardStarted(NodeAgent.RewardWorkerStarted started) implements Command {}

    private record Refitted(ModelWorker.RefitOutcome outcome) implements Command {}

    private record Lost(ActorRef<?> worker) implements Command {}

    /** How making ready ends. */
    sealed interface Outcome {}

    /**
     * All workers serve what they were asked to.
     *
     * @param networks one for each table of the seating
     * @param seconds from when they were asked
     */
    record Ready(
            Seating seating,
            Map<Seating.Table, NetworkWorkers> networks,
            Holdings holdings,
            DeviceTurns turns,
            Optional<ActorRef<RewardWorker.Command>> reward,
            double seconds)
            implements Outcome {

        /** The workers that sit at a table. */
        NetworkWorkers at(Seating.Table table) {
            return Objects.requireNonNull(networks.get(table), "no workers for " + table);
        }
    }

    /** A worker could not be made ready. */
    record NotReady(String reason) implements Outcome {}

    /** A place for a worker: one rank of a table. */
    private record Place(Seating.Table table, int rank) {}

    private final ActorContext<Command> context;
    private final RunSite site;
    private final boolean scores;
    private final ColumnRef tokenizer;
    private final Holdings holdings;
    private final DeviceTurns turns;
    private final Map<Place, ActorRef<ModelWorker.Command>> workers = new LinkedHashMap<>();
    private final Map<Integer, Place> starting = new HashMap<>();
    private final Set<ActorRef<?>> refitting = new HashSet<>();
    private Seating seating;
    private @Nullable ActorRef<RewardWorker.Command> reward;
    private @Nullable MakeReady asked;
    private long askedNanos;
    private final long run = new SecureRandom().nextLong();
    private int epoch;
    private int starts;

    /** Starts a fleet without workers; those of {@code work} will live where the stage's plan says. */
    static Behavior<Command> create(RunSite site, boolean scores, ColumnRef tokenizer, Seating seating) {
        return Behaviors.setup(context -> new WorkerFleet(context, site, scores, tokenizer, seating));
    }

    private WorkerFleet(
            ActorContext<Command> context, RunSite site, boolean scores, ColumnRef tokenizer, Seating seating) {
        super(context);
        this.context = context;
        this.site = site;
        this.scores = scores;
        this.tokenizer = tokenizer;
        this.seating = seating;
        this.turns = new DeviceTurns(site.experiment().plan().staleness() > 0);
        this.holdings = new Holdings(site.cluster(), site.bytesPerNumber());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case MakeReady makeReady -> onMakeReady(makeReady);
            case Relocate(Seating elsewhere) -> onRelocate(elsewhere);
            case Started(NodeAgent.WorkerStarted started) -> onStarted(started);
            case Started(NodeAgent.NotStarted(int key, String reason)) -> onNotStarted(key, reason);
            case RewardStarted(NodeAgent.RewardWorkerStarted started) -> onRewardStarted(started);
            case Refitted(ModelWorker.RefitOutcome outcome) -> onRefitted(outcome);
            case Lost(ActorRef<?> worker) -> onLost(worker);
        };
    }

    private Behavior<Command> onMakeReady(MakeReady makeReady) {
        asked = makeReady;
        askedNanos = System.nanoTime();
        refitting.clear();
        if (makeReady.again()) {
            epoch++;
        }
        ActorRef<NodeAgent.StartOutcome> answer = context.messageAdapter(NodeAgent.StartOutcome.class, Started::new);
        var begun = new HashSet<>(starting.values());
        for (Seating.Table table : seating.tables()) {
            for (int rank = 0; rank < table.layout().parallelism().ranks(); rank++) {
                var place = new Place(table, rank);
                if (!workers.containsKey(place) && !begun.contains(place)) {
                    int key = starts++;
                    starting.put(key, place);
                    site.startWorker(key, table.role(), table.layout().mesh().device(rank), tokenizer, answer);
                }
            }
        }
        if (scores && reward == null) {
            site.home()
                    .tell(new NodeAgent.StartRewardWorker(
                            context.messageAdapter(NodeAgent.RewardWorkerStarted.class, RewardStarted::new)));
        }
        return refitIfStarted();
    }

    private Behavior<Command> onRelocate(Seating elsewhere) {
        seating = elsewhere;
        List<Place> gone = workers.keySet().stream()
                .filter(place -> !elsewhere.tables().contains(place.table()))
                .toList();
        for (Place place : gone) {
            ActorRef<ModelWorker.Command> worker = Objects.requireNonNull(workers.remove(place));
            context.unwatch(worker);
            site.agent(place.table().layout().mesh().device(place.rank())).tell(new NodeAgent.StopWorker(worker));
        }
        return this;
    }

    private Behavior<Command> onStarted(NodeAgent.WorkerStarted started) {
        Place place = Objects.requireNonNull(starting.remove(started.key()), "started a worker that nobody asked for");
        context.watchWith(started.worker(), new Lost(started.worker()));
        workers.put(place, started.worker());
        return refitIfStarted();
    }

    private Behavior<Command> onNotStarted(int key, String reason) {
        starting.remove(key);
        return answer(new NotReady("a worker could not be started: " + reason));
    }

    private Behavior<Command> onRewardStarted(NodeAgent.RewardWorkerStarted started) {
        context.watchWith(started.worker(), new Lost(started.worker()));
        reward = started.worker();
        return refitIfStarted();
    }

    /** Ranks meet, so none is told what to hold before all are there. */
    private Behavior<Command> refitIfStarted() {
        MakeReady now = asked;
        if (now == null || !starting.isEmpty() || (scores && reward == null) || !refitting.isEmpty()) {
            return this;
        }
        ActorRef<ModelWorker.RefitOutcome> answer =
                context.messageAdapter(ModelWorker.RefitOutcome.class, Refitted::new);
        for (Seating.Table table : seating.tables()) {
            NetworkWorkers sitting = sitting(table);
            if (sitting.isGang()) {
                sitting.ranks().forEach(worker -> worker.tell(new ModelWorker.Meet(sitting.roster())));
            }
            if (table.stays()) {
                List<Holding> wanted = holdings.of(network(now, table.role()), sitting);
                for (int rank = 0; rank < wanted.size(); rank++) {
                    ActorRef<ModelWorker.Command> worker = sitting.ranks().get(rank);
                    refitting.add(worker);
                    worker.tell(new ModelWorker.Refit(wanted.get(rank), answer));
                }
            }
        }
        return answerIfReady();
    }

    private static PublishedNetwork network(MakeReady asked, Role role) {
        return Objects.requireNonNull(asked.networks().get(role), "no weights for " + role.key());
    }

    private NetworkWorkers sitting(Seating.Table table) {
        var ranks = new ArrayList<ActorRef<ModelWorker.Command>>();
        for (int rank = 0; rank < table.layout().parallelism().ranks(); rank++) {
            ranks.add(Objects.requireNonNull(workers.get(new Place(table, rank))));
        }
        // Whoever sits alone meets nobody, and need not fetch anew what he holds.
        int meeting = ranks.size() == 1 ? 0 : epoch;
        var gang = new Seat.Gang(run, table.name(), meeting);
        return new NetworkWorkers(table, site.roster(gang, table.layout()), ranks);
    }

    private Behavior<Command> onRefitted(ModelWorker.RefitOutcome outcome) {
        return switch (outcome) {
            case ModelWorker.Refitted(ActorRef<ModelWorker.Command> worker) -> {
                refitting.remove(worker);
                yield answerIfReady();
            }
            case ModelWorker.RefitFailed(ActorRef<ModelWorker.Command> worker, String reason) ->
                answer(new NotReady(worker.path().name() + " could not take its weights: " + reason));
        };
    }

    private Behavior<Command> onLost(ActorRef<?> worker) {
        boolean wasModel = workers.values().removeIf(worker::equals);
        if (worker.equals(reward)) {
            reward = null;
        }
        boolean needed = wasModel || scores;
        return asked != null && needed
                ? answer(new NotReady("worker " + worker.path().name() + " died"))
                : this;
    }

    private Behavior<Command> answerIfReady() {
        if (asked == null || !refitting.isEmpty()) {
            return this;
        }
        double seconds = (System.nanoTime() - askedNanos) / 1e9;
        var networks = new LinkedHashMap<Seating.Table, NetworkWorkers>();
        seating.tables().forEach(table -> networks.put(table, sitting(table)));
        return answer(new Ready(seating, networks, holdings, turns, Optional.ofNullable(reward), seconds));
    }

    private Behavior<Command> answer(Outcome outcome) {
        if (asked != null) {
            asked.replyTo().tell(outcome);
            asked = null;
        }
        return this;
    }
}
