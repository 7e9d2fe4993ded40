package io.akkord.tests.benchmarks;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeLines;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.run.Messages;
import io.akkord.configs.Experiment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A JVM that stands for many nodes: a member of the cluster with an agent for each of them. */
final class ControlPlaneNodes {

    static final Duration DEADLINE = Duration.ofSeconds(60);

    private ControlPlaneNodes() {}

    /** Joins the cluster at {@code HOST:PORT} with so many agents, says where they are, and lives until its input ends. */
    public static void main(String[] arguments) throws IOException {
        Endpoint seed = Endpoint.parse(arguments[0], "the seed");
        int agents = Integer.parseInt(arguments[1]);
        var plane = new CompletableFuture<String>();
        ActorSystem<Void> system = NodeSystem.member(
                Behaviors.<Void>setup(context -> {
                    var lines = NodeLines.member(context);
                    var agent = new AnsweringAgent(work(ControlPlane.experiment(8, 1)), lines.port(DEADLINE));
                    for (int i = 0; i < agents; i++) {
                        context.spawn(agent.create(), name(i));
                    }
                    plane.complete(lines.address());
                    return Behaviors.empty();
                }),
                NodeConfig.member(seed.near(), List.of(NodeConfig.NODE_ROLE)),
                Messages.TABLE,
                JournalTable.empty(),
                List.of(seed));
        System.out.println(NodeSystem.address(system) + " " + plane.join());
        while (System.in.read() >= 0) {
            // Nothing is said but by ending.
        }
        system.terminate();
    }

    static String name(int agent) {
        return "agent-" + agent;
    }

    static StageWork work(Experiment experiment) {
        return StageWork.of(experiment).values().iterator().next();
    }
}
