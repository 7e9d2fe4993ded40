package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import io.akkord.actors.checkpoint.Checkpoint;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.cluster.RunNode;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.Seat;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.configs.Stage;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where a run happens and with what: the experiment, its directory, the devices, and the actors that all stages share.
 *
 * @param feeds the rows of every stage
 * @param cluster every device on offer, node by node
 * @param nodes in the cluster's order
 * @param home the agent of this JVM, which alone has the files and the code of the reward
 */
record RunSite(
        Experiment experiment,
        Path directory,
        Cluster cluster,
        RowFeeds feeds,
        BulkPort port,
        List<RunNode> nodes,
        ActorRef<NodeAgent.Command> home,
        ActorRef<CheckpointKeeper.Command> checkpoints,
        ActorRef<MetricsJournal.Command> metrics,
        Recorder recorder) {

    /** The same run on other nodes. */
    RunSite on(List<RunNode> others) {
        return new RunSite(
                experiment,
                directory,
                NodeCluster.of(others, experiment.plan()),
                feeds,
                port,
                others,
                home,
                checkpoints,
                metrics,
                recorder);
    }

    /** Reads what a stage needs; blocks. */
    StageSupplies gather(StageWork work, StageStart start) {
        return StageSupplies.gather(this, work, start, feeds);
    }

    /** Who starts workers on a device. */
    ActorRef<NodeAgent.Command> agent(int device) {
        return node(device).agent();
    }

    private RunNode node(int device) {
        return nodes.get(cluster.nodeOf(device));
    }

    /** Ends the workers of all nodes. */
    void stopWorkers() {
        nodes.forEach(node -> node.agent().tell(new NodeAgent.StopWorkers()));
        home.tell(new NodeAgent.StopWorkers());
    }

    /** Starts a worker; the answer carries {@code key}. */
    void startWorker(int key, Role role, int device, ColumnRef tokenizer, ActorRef<NodeAgent.StartOutcome> replyTo) {
        int first = device;
        while (first > 0 && cluster.nodeOf(first - 1) == cluster.nodeOf(device)) {
            first--;
        }
        agent(device).tell(new NodeAgent.StartWorker(key, role, device - first, tokenizer, replyTo));
    }

    /** Those who hold a network in a layout, and where they are met. */
    Seat.Roster roster(Seat.Gang gang, Layout layout) {
        List<Seat.Member> members = layout.mesh()
                .devices()
                .mapToObj(device -> {
                    return new Seat.Member(
                            cluster.devices().get(device).name(), node(device).plane());
                })
                .toList();
        return new Seat.Roster(gang, members);
    }

    /** Of published weights. */
    int bytesPerNumber() {
        return experiment.runtime().precision().equals("float64") ? Double.BYTES : Float.BYTES;
    }

    /** How many iterations the stages before this one take; it numbers checkpoints across stages. */
    int iterationsBefore(String stageName) {
        int before = 0;
        for (Stage stage : experiment.stages()) {
            if (stage.name().equals(stageName)) {
                return before;
            }
            before += stage.iterations();
        }
        throw new IllegalStateException("no stage " + stageName);
    }

    /** Where the networks that a stage hands on lie in its last checkpoint. */
    Map<Role, String> models(Path checkpoint, StageWork work) {
        var models = new EnumMap<Role, String>(Role.class);
        for (Role role : work.kept()) {
            models.put(role, new Checkpoint(checkpoint).directory(role).toString());
        }
        return models;
    }
}
