package io.akkord.actors.cluster;

import akka.actor.typed.ActorRef;
import io.akkord.actors.node.NodeAgent;
import java.util.List;

/**
 * A node that a run has leased devices of.
 *
 * @param name what the run calls it: {@code node0} and on, in the order in which they were taken
 * @param address where it is, {@code host:port}
 * @param agent starts workers on its devices
 * @param devices in the order in which the agent counts them
 * @param plane where its data plane listens, {@code host:port}; empty where it has none
 */
public record RunNode(
        String name,
        String address,
        ActorRef<NodeAgent.Command> agent,
        List<NodeHost.DeviceOffer> devices,
        String plane) {

    public RunNode {
        devices = List.copyOf(devices);
    }

    /** Whether it is another JVM than this. */
    public boolean isElsewhere() {
        return agent.path().address().hasGlobalScope();
    }
}
