package io.akkord.actors.run;

import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StepCall;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands the steps of a walk to the workers that the plan seats for them.
 *
 * <p>Ranks that work together wait for each other on their devices. If two such steps had a device in common and one rank
 * began with this one, another with that one, both would wait for ever; so the second step is held back until the first has
 * ended. A step of a lone worker needs no such care: it waits for nobody.
 */
final class StepLauncher {

    private final ActorContext<?> context;
    private final IterationCoordinator.Walk walk;
    private final BulkPort port;
    private final Map<String, Layout> together = new HashMap<>();

    StepLauncher(ActorContext<?> context, IterationCoordinator.Walk walk, BulkPort port) {
        this.context = context;
        this.walk = walk;
        this.port = port;
    }

    /** Whether no other step holds devices for which this one would have to wait. */
    boolean mayStart(Step step) {
        if (step.role().isEmpty()) {
            return true;
        }
        NetworkWorkers workers = workers(step);
        Layout layout = workers.table().layout();
        return !workers.isGang()
                || together.values().stream()
                        .noneMatch(other -> other.mesh().overlaps(layout.mesh()));
    }

    /** Starts a step of a network. */
    void start(Step step, StepCall call, PublishedNetwork network, @Nullable PublishedNetwork guest) {
        NetworkWorkers workers = workers(step);
        Holdings holdings = walk.workers().holdings();
        List<Holding> wanted = holdings.of(network, workers);
        List<Holding> guests = guest == null ? List.of() : holdings.of(guest, workers);
        if (workers.isGang()) {
            together.put(step.name(), workers.table().layout());
        }
        context.spawnAnonymous(StepGather.create(call, workers, wanted, guests, port, walk.stepDeadline()));
    }

    /**
     * A step has ended: its devices are free for others, and a network that was only there for it lets go of their memory.
     *
     * @param finished steps that are done, this one included
     */
    void ended(Step step, Set<String> finished) {
        together.remove(step.name());
        if (step.role().isEmpty()) {
            return;
        }
        NetworkWorkers workers = workers(step);
        boolean wanted = walk.workflow().steps().stream()
                .filter(other -> other.role().isPresent() && !finished.contains(other.name()))
                .anyMatch(other -> workers(other).table().equals(workers.table()));
        if (!workers.table().stays() && !wanted) {
            workers.ranks().forEach(worker -> worker.tell(new ModelWorker.Release()));
        }
    }

    private NetworkWorkers workers(Step step) {
        return walk.workers().at(walk.workers().seating().of(step));
    }
}
