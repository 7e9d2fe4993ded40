package io.akkord.actors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeHost;
import io.akkord.actors.cluster.NodeLines;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.cluster.Offer;
import io.akkord.actors.jobs.DeskDoor;
import io.akkord.actors.jobs.JobDesk;
import io.akkord.actors.jobs.JobEvent;
import io.akkord.actors.jobs.JobRunner;
import io.akkord.actors.journal.JournalFile;
import io.akkord.actors.run.Messages;
import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** This JVM as a member of a cluster that offers its devices to runs. */
public final class Node {

    /**
     * The job desk of a cluster; one node has it.
     *
     * @param folder holds the queue, and a folder for each job
     */
    public record Desk(Path folder, JobRunner runner) {}

    private final ActorSystem<Void> system;

    private Node(ActorSystem<Void> system) {
        this.system = system;
    }

    /**
     * Joins the cluster of the seeds, or begins one.
     *
     * @param at where to listen
     * @param seeds members of the cluster; none where this one is the first
     * @param devices to offer, each a core; none for a node that only has the desk
     * @param desk the job desk, where this is its node
     * @throws UserError if the machine has fewer cores, the port is taken, no seed of this version answers, or another
     *     process has the desk's queue open
     */
    public static Node start(Endpoint at, List<Endpoint> seeds, int devices, Optional<Desk> desk) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (devices < (desk.isPresent() ? 0 : 1) || devices > cores) {
            throw new UserError("--devices must be from 1 to " + cores
                    + ", since a device computes on a core of its own and this machine has " + cores + ", was "
                    + devices);
        }
        var roles = new ArrayList<String>();
        if (devices > 0) {
            roles.add(NodeConfig.NODE_ROLE);
        }
        desk.ifPresent(_ -> roles.add(DeskDoor.ROLE));
        Config config = NodeConfig.member(at, roles);
        return new Node(NodeSystem.member(
                guardian(devices, desk),
                desk.map(it -> JournalFile.open(it.folder()).akka().withFallback(config))
                        .orElse(config),
                Messages.TABLE,
                JobEvent.TABLE,
                seeds));
    }

    private static Behavior<Void> guardian(int devices, Optional<Desk> desk) {
        return Behaviors.setup(context -> {
            if (devices > 0) {
                var offer = new Offer(devices, Messages.TABLE.fingerprint());
                context.spawn(NodeHost.create(offer, NodeLines.member(context)), "node-host");
            }
            DeskDoor.open(
                    context,
                    desk.map(it -> JobDesk.create(it.folder(), it.runner())).orElseGet(Behaviors::empty));
            return Behaviors.empty();
        });
    }

    /** Where it listens, {@code host:port}. */
    public String address() {
        return NodeSystem.address(system);
    }

    /** Completes once it is no member any more: it has left, or the others could not reach it. */
    public CompletionStage<?> ended() {
        return system.getWhenTerminated();
    }

    /** Leaves the cluster; runs that use its devices are told. */
    public void leave() {
        system.terminate();
    }
}
