package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.plan.Replanning.Proposal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of a stage as its coordinator knows them: made ready, and moved where measured times say that it pays. */
final class StageWorkers<C> {

    private static final Logger LOG = LoggerFactory.getLogger(StageWorkers.class);

    private final ActorContext<C> context;
    private final RunSite site;
    private final StageWork work;
    private final ActorRef<WorkerFleet.Command> fleet;
    private final @Nullable Replanner replanner;
    private WorkerFleet.@Nullable Ready ready;

    /**
     * No worker is there yet.
     *
     * @param iteration what is walked in each iteration
     */
    StageWorkers(ActorContext<C> context, RunSite site, StageWork work, StageSupplies supplies, Workflow iteration) {
        this.context = context;
        this.site = site;
        this.work = work;
        this.fleet = context.spawn(
                WorkerFleet.create(site, work.scores(), supplies.tokenizer(), supplies.seating(work, sharded())),
                "fleet");
        this.replanner = site.experiment().plan().replan() ? new Replanner(iteration, site, supplies) : null;
    }

    /** Asks that all workers serve these networks; {@code again} after a failure. */
    void makeReady(Map<Role, PublishedNetwork> networks, boolean again, Function<WorkerFleet.Outcome, C> answer) {
        fleet.tell(new WorkerFleet.MakeReady(
                networks, again, context.messageAdapter(WorkerFleet.Outcome.class, answer::apply)));
    }

    void areReady(WorkerFleet.Ready now) {
        ready = now;
    }

    /** As they last got ready. */
    WorkerFleet.Ready ready() {
        return Objects.requireNonNull(ready, "workers are asked for before they are ready");
    }

    /** Gives up what they are at, if they were ever ready. */
    void cancel() {
        if (ready != null) {
            ready.networks().values().forEach(NetworkWorkers::cancel);
        }
    }

    /** Learns how long steps take. */
    void observe(IterationCoordinator.Finished finished) {
        if (replanner != null) {
            replanner.observe(finished);
        }
    }

    /**
     * Asks whether moving is worth it, on a thread that may be busy for a while. A search that fails is no reason to end a
     * run: then all stay.
     *
     * @return whether an answer will come; not where the experiment wants none, little is new, or no iteration is left
     */
    boolean weigh(int iterationsLeft, Function<Optional<Proposal>, C> answer) {
        Replanner asked = replanner;
        if (asked == null || iterationsLeft == 0 || !asked.isDue()) {
            return false;
        }
        WorkerFleet.Ready now = ready();
        var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> asked.weigh(iterationsLeft, now), blocking)
                        .exceptionally(StageWorkers::stay),
                (better, _) -> answer.apply(better));
        return true;
    }

    private static Optional<Proposal> stay(Throwable error) {
        LOG.warn("the search for a better plan failed; networks stay where they are", error);
        return Optional.empty();
    }

    /** Gives up what lives elsewhere under the new plan; it is there again once all are made ready. */
    void move(Proposal proposal) {
        fleet.tell(new WorkerFleet.Relocate(
                Seating.of(proposal.better(), work.networks(), work.workflow().trained(), sharded())));
    }

    private boolean sharded() {
        return site.experiment().plan().optimizerSharding();
    }
}
