package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.workflow.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The responses that a stage has written ahead of their iterations, where its plan allows stale weights.
 *
 * <p>Networks that are lent to the forerunner are held until the responses of their iteration have been claimed, so that what
 * failed can be written again by the same weights.
 */
final class StageRollouts<C> {

    /** Networks lent for an iteration. */
    private record Loan(int iteration, Collection<PublishedNetwork> networks) {}

    private final ActorContext<C> context;
    private final StageBoundary boundary;
    private final StageAgenda agenda;
    private final int staleness;
    private final int iterations;
    private final @Nullable ActorRef<Forerunner.Command> forerunner;
    private final Deque<Loan> loans = new ArrayDeque<>();
    private int allowed;
    private boolean waiting;
    private IterationCoordinator.@Nullable Finished claimed;

    StageRollouts(
            ActorContext<C> context,
            RunSite site,
            StageWork work,
            StageSupplies supplies,
            StageBoundary boundary,
            StageAgenda agenda) {
        this.context = context;
        this.boundary = boundary;
        this.agenda = agenda;
        this.staleness = agenda.rollouts().steps().isEmpty()
                ? 0
                : site.experiment().plan().staleness();
        this.iterations = work.stage().iterations();
        this.allowed = boundary.iteration();
        this.forerunner = staleness == 0
                ? null
                : context.spawn(
                        Forerunner.create(
                                site, work.stage().name(), agenda.rollouts(), supplies.feed(), supplies.text()),
                        "forerunner");
    }

    /** Whether iterations wait for responses that were written before. */
    boolean areAhead() {
        return forerunner != null;
    }

    /** Lets whatever may be written from this boundary be written, and asks for the responses of the next iteration. */
    void claim(Function<Forerunner.Outcome, C> answer) {
        if (forerunner != null) {
            int now = boundary.iteration();
            while (allowed <= Math.min(now + staleness, iterations - 1)) {
                Map<Role, PublishedNetwork> networks = boundary.networks();
                List<PublishedNetwork> lent = agenda.rollouts().roles().stream()
                        .map(networks::get)
                        .map(Optional::ofNullable)
                        .flatMap(Optional::stream)
                        .toList();
                boundary.hold(lent);
                loans.add(new Loan(allowed, lent));
                forerunner.tell(new Forerunner.Allow(allowed, networks));
                allowed++;
            }
            waiting = true;
            forerunner.tell(new Forerunner.Claim(now, context.messageAdapter(Forerunner.Outcome.class, answer::apply)));
        }
    }

    /** The responses of the next iteration have come. */
    void written(Forerunner.Written written) {
        waiting = false;
        claimed = written.finished();
        while (!loans.isEmpty() && loans.peek().iteration() <= written.iteration()) {
            boundary.letGo(loans.remove().networks());
        }
    }

    /** What was claimed for the iteration under way, if anything was. */
    Optional<IterationCoordinator.Finished> claimed() {
        return Optional.ofNullable(claimed);
    }

    /** The workers are ready, for the first time or again. */
    void goOn(WorkerFleet.Ready workers, int attempt) {
        if (forerunner != null) {
            forerunner.tell(new Forerunner.GoOn(workers, attempt));
        }
    }

    /** Whether the stage waits for responses. */
    boolean isWaiting() {
        return waiting;
    }

    /** Something failed, or the stage ends. */
    void pause() {
        waiting = false;
        if (forerunner != null) {
            forerunner.tell(new Forerunner.Pause());
        }
    }

    /** The iteration under way is done. */
    void used() {
        claimed = null;
    }

    /** Gives back what is lent. */
    void close() {
        new ArrayList<>(loans).forEach(loan -> boundary.letGo(loan.networks()));
        loans.clear();
    }
}
