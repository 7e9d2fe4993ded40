package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import io.akkord.actors.checkpoint.Checkpoint;
import io.akkord.actors.checkpoint.CheckpointKeeper;
import io.akkord.actors.metrics.MetricsJournal;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.StageWork;
import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.Experiment;
import io.akkord.configs.Stage;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.plan.Plan;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where a run happens and with what: the experiment, its directory, the devices, and the actors that all stages share.
 *
 * @param feeds the rows of every stage
 * @param cluster every device on offer, in the order in which the node's agent counts them
 * @param node the agent of those devices
 * @param home the agent of this JVM, which alone has the files and the code of the reward
 */
record RunSite(
        Experiment experiment,
        Path directory,
        Cluster cluster,
        RowFeeds feeds,
        BulkPort port,
        ActorRef<NodeAgent.Command> node,
        ActorRef<NodeAgent.Command> home,
        ActorRef<CheckpointKeeper.Command> checkpoints,
        ActorRef<MetricsJournal.Command> metrics,
        Recorder recorder) {

    /** Reads what a stage needs; blocks. */
    StageSupplies gather(StageWork work, StageStart start) {
        return StageSupplies.gather(this, work, start, feeds);
    }

    /** Stops every worker of the stage that ends. */
    void stopWorkers() {
        node.tell(new NodeAgent.StopWorkers());
        home.tell(new NodeAgent.StopWorkers());
    }

    /** Which of the node's devices each network goes to. */
    Map<Role, Integer> deviceOf(Plan plan) {
        var devices = new EnumMap<Role, Integer>(Role.class);
        plan.devices()
                .forEach((role, device) -> devices.put(role, cluster.devices().indexOf(device)));
        return devices;
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
