package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.workflow.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The responses that a stage has written ahead of their iterations, where its plan allows stale weights.
 *
 * <p>Networks that are lent to the forerunner are held until the iteration is done whose responses they write, and a
 * checkpoint keeps them until then: what failed, or is resumed, is written again by the same weights. So at most {@code
 * staleness} more versions of a network wait in memory than without, and none with its moments.
 */
final class StageRollouts<C> {

    /** Networks of a boundary, lent for an iteration. */
    private record Loan(int iteration, int boundary, Map<Role, PublishedNetwork> networks) {}

    private final ActorContext<C> context;
    private final StageBoundary boundary;
    private final StageAgenda agenda;
    private final StageSupplies supplies;
    private final StageWork work;
    private final int staleness;
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
        this.supplies = supplies;
        this.work = work;
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
            while (allowed <= Math.min(now + staleness, work.stage().iterations() - 1)) {
                Loan loan = lend(allowed++);
                forerunner.tell(new Forerunner.Allow(loan.iteration(), loan.networks()));
            }
            waiting = true;
            forerunner.tell(new Forerunner.Claim(now, context.messageAdapter(Forerunner.Outcome.class, answer::apply)));
        }
    }

    private Loan lend(int iteration) {
        int writer = Math.max(0, iteration - staleness);
        var networks = new EnumMap<Role, PublishedNetwork>(boundary.networks());
        if (writer < boundary.iteration()) {
            networks.putAll(Objects.requireNonNull(
                    supplies.older().get(writer), () -> "the checkpoint lacks the networks of boundary " + writer));
        }
        networks.keySet().retainAll(agenda.rollouts().roles());
        networks.replaceAll((_, network) -> network.weightsAlone());
        boundary.hold(networks.values());
        var loan = new Loan(iteration, writer, networks);
        loans.add(loan);
        return loan;
    }

    /** The responses of the next iteration have come. */
    void written(Forerunner.Written written) {
        waiting = false;
        claimed = written.finished();
        Loan loan = loans.element();
        long updates = 0;
        for (PublishedNetwork lent : loan.networks().values()) {
            long learnt =
                    Objects.requireNonNull(boundary.networks().get(lent.role())).version();
            updates = Math.max(updates, learnt - lent.version());
        }
        claimed.metrics()
                .add("rollouts/staleness", loan.iteration() - loan.boundary())
                .add("rollouts/updates_behind", updates);
    }

    /** Networks of earlier boundaries that have responses to write for an iteration that is not done, by boundary. */
    Map<Integer, List<PublishedNetwork>> older() {
        var older = new TreeMap<Integer, List<PublishedNetwork>>();
        for (Loan loan : loans) {
            if (loan.boundary() < boundary.iteration()) {
                older.put(
                        loan.boundary(),
                        loan.networks().values().stream()
                                .filter(network -> work.workflow().trained().contains(network.role()))
                                .toList());
            }
        }
        return older;
    }

    /** What was claimed for the iteration under way, if anything was. */
    Optional<IterationCoordinator.Finished> claimed() {
        return Optional.ofNullable(claimed);
    }

    /** The workers are ready, for the first time or again. */
    void goOn(WorkerFleet.Ready workers) {
        if (forerunner != null) {
            forerunner.tell(new Forerunner.GoOn(workers));
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
        if (claimed != null) {
            claimed = null;
            boundary.letGo(loans.remove().networks().values());
        }
    }

    /** Gives back what is lent. */
    void close() {
        loans.forEach(loan -> boundary.letGo(loan.networks().values()));
        loans.clear();
    }
}
