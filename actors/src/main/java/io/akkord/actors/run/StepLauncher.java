package io.akkord.actors.run;

import akka.actor.typed.javadsl.ActorContext;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StepCall;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Mesh;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands the steps of a walk to the workers that the plan seats for them, those of several ranks in turn. */
final class StepLauncher {

    private final ActorContext<?> context;
    private final Walk walk;
    private final BulkPort port;
    private final DeviceTurns turns;
    private final Runnable again;
    private final Map<String, Mesh> taken = new HashMap<>();
    private final Map<String, NetworkWorkers> working = new HashMap<>();

    /**
     * For one walk.
     *
     * @param again run, on any thread, when devices are free for which a step has had to wait
     */
    StepLauncher(ActorContext<?> context, Walk walk, BulkPort port, Runnable again) {
        this.context = context;
        this.walk = walk;
        this.port = port;
        this.turns = walk.workers().turns();
        this.again = again;
    }

    /** Whether a step has its devices; if not, {@code again} says when to ask once more. */
    boolean mayStart(Step step) {
        if (step.role().isEmpty() || !turns.areFor(workers(step))) {
            return true;
        }
        Mesh mesh = workers(step).table().layout().mesh();
        boolean mine = turns.take(mesh, again);
        if (mine) {
            taken.put(step.name(), mesh);
        }
        return mine;
    }

    /** Starts a step of a network. */
    void start(Step step, StepCall call, PublishedNetwork network, @Nullable PublishedNetwork guest) {
        NetworkWorkers workers = workers(step);
        working.put(step.name(), workers);
        Holdings holdings = walk.workers().holdings();
        List<Holding> wanted = holdings.of(network, workers);
        List<Holding> guests = guest == null ? List.of() : holdings.of(guest, workers);
        context.spawnAnonymous(StepGather.create(call, workers, wanted, guests, port, walk.stepDeadline()));
    }

    /**
     * A step has ended: its devices are free for others, and a network that was only there for it lets go of their memory.
     *
     * @param finished steps that are done, this one included
     */
    void ended(Step step, Set<String> finished) {
        if (step.role().isPresent()) {
            working.remove(step.name());
            releaseUnlessWanted(step, finished);
        }
        Mesh mesh = taken.remove(step.name());
        if (mesh != null) {
            turns.giveBack(mesh);
        }
    }

    private void releaseUnlessWanted(Step step, Set<String> finished) {
        NetworkWorkers workers = workers(step);
        boolean wanted = walk.workflow().steps().stream()
                .filter(other -> other.role().isPresent() && !finished.contains(other.name()))
                .anyMatch(other -> workers(other).table().equals(workers.table()));
        if (!workers.table().stays() && !wanted) {
            workers.ranks().forEach(worker -> worker.tell(new ModelWorker.Release()));
        }
    }

    /** Calls off the steps that are under way; those of other walks go on. */
    void cancel() {
        working.values().forEach(NetworkWorkers::cancel);
    }

    /** Gives back all devices. */
    void close() {
        taken.values().forEach(turns::giveBack);
        taken.clear();
    }

    private NetworkWorkers workers(Step step) {
        return walk.workers().at(walk.workers().seating().of(step));
    }
}
