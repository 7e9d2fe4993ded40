package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import io.akkord.actors.node.NodeAgent;

/**
 * A node that works for a run.
 *
 * @param name of the node in the run's cluster
 * @param agent who starts workers there
 * @param host where its data plane listens
 * @param port likewise
 */
record RunNode(String name, ActorRef<NodeAgent.Command> agent, String host, int port) {}
