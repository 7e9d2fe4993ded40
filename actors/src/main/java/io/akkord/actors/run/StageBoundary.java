package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.checkpoint.CheckpointState;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The point to which a stage goes back when an iteration fails: every network as published, the carried columns, and how
 * many iterations are done.
 *
 * <p>Published networks are held by count, since a checkpoint may still be written from them when the boundary has moved
 * on; what nobody holds is forgotten.
 */
final class StageBoundary {

    private final StageWork work;
    private final BulkPort port;
    private final TextCodec text;
    private final Duration stepDeadline;
    private final Map<Role, PublishedNetwork> networks;
    private final Map<ColumnRef, Integer> holds = new HashMap<>();
    private Map<String, double[]> carried;
    private Map<String, ColumnRef> inputs = Map.of();
    private int iteration;

    StageBoundary(RunSite site, StageWork work, StageSupplies supplies, Optional<CheckpointState> resumed) {
        this.work = work;
        this.port = site.port();
        this.text = supplies.text();
        this.stepDeadline = site.experiment().runtime().stepDeadline();
        this.networks = new EnumMap<>(supplies.networks());
        this.carried = resumed.map(CheckpointState::carried).orElse(Map.of());
        this.iteration = resumed.map(CheckpointState::iteration).orElse(0);
        networks.values().forEach(this::hold);
    }

    /** How many iterations of the stage are done. */
    int iteration() {
        return iteration;
    }

    boolean isLast() {
        return iteration >= work.stage().iterations();
    }

    Map<Role, PublishedNetwork> networks() {
        return Map.copyOf(networks);
    }

    /** Describes a walk over {@code graph} that starts here, with {@code rows} as its source columns. */
    Walk walk(
            Workflow graph,
            int key,
            int attempt,
            Map<String, ? extends ColumnContent> rows,
            WorkerFleet.Ready workers) {
        port.release(inputs.values());
        var refs = new HashMap<String, ColumnRef>();
        rows.forEach((name, content) -> refs.put(name, port.put(content)));
        inputs = refs;
        return new Walk(
                work.stage().name(), graph, key, attempt, inputs, carried, networks(), workers, text, stepDeadline);
    }

    /** Moves the boundary behind an iteration that is done. */
    void advance(IterationCoordinator.Finished finished) {
        port.release(finished.outputs().values());
        carried = finished.carried();
        finished.published().forEach((role, network) -> {
            PublishedNetwork old = networks.put(role, network);
            hold(network);
            if (old != null) {
                letGo(List.of(old));
            }
        });
        iteration++;
    }

    /**
     * Asks for a checkpoint of this boundary; its networks are held until {@link #letGo}.
     *
     * @param older networks of earlier boundaries that are yet to write responses, by boundary
     */
    CheckpointKeeper.Save save(
            int number,
            Map<Integer, List<PublishedNetwork>> older,
            Path tokenizer,
            boolean stageEnd,
            ActorRef<CheckpointKeeper.Outcome> replyTo) {
        List<PublishedNetwork> kept = networks.values().stream()
                .filter(network -> work.kept().contains(network.role()))
                .toList();
        hold(kept);
        older.values().forEach(this::hold);
        var seen = new TreeMap<Integer, Map<String, Long>>();
        older.forEach((boundary, written) -> seen.put(boundary, updates(written)));
        var state = new CheckpointState(work.stage().name(), iteration, updates(kept), carried, seen);
        return new CheckpointKeeper.Save(number, state, kept, older, tokenizer, stageEnd, replyTo);
    }

    private static Map<String, Long> updates(List<PublishedNetwork> networks) {
        var updates = new HashMap<String, Long>();
        networks.forEach(network -> updates.put(network.role().key(), network.version()));
        return updates;
    }

    void letGo(Collection<PublishedNetwork> held) {
        var forgotten = new ArrayList<ColumnRef>();
        for (PublishedNetwork network : held) {
            for (ColumnRef ref : network.refs()) {
                if (holds.merge(ref, -1, Integer::sum) == 0) {
                    holds.remove(ref);
                    forgotten.add(ref);
                }
            }
        }
        port.release(forgotten);
    }

    /** Forgets everything but what a checkpoint is still being written from. */
    void close() {
        port.release(inputs.values());
        letGo(List.copyOf(networks.values()));
    }

    /** Keeps networks as they are until {@link #letGo}. */
    void hold(Collection<PublishedNetwork> more) {
        more.forEach(this::hold);
    }

    private void hold(PublishedNetwork network) {
        network.refs().forEach(ref -> holds.merge(ref, 1, Integer::sum));
    }
}
