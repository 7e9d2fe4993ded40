package io.akkord.actors.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import java.util.stream.StreamSupport;

/** Where every node takes questions for the desk, which is on one of them; so whoever asks need not be a member. */
public final class DeskDoor {

    /** The role of the node whose JVM holds the desk and its queue. */
    public static final String ROLE = "desk";

    /** The door's name under the guardian. */
    static final String NAME = "desk";

    private DeskDoor() {}

    /**
     * Opens the door of this node, and the desk behind it where this node has the role.
     *
     * @param desk the desk itself
     */
    public static void open(ActorContext<?> guardian, Behavior<JobDesk.Command> desk) {
        var system = guardian.getSystem();
        ActorRef<JobDesk.Command> singleton = ClusterSingleton.get(system)
                .init(SingletonActor.of(desk, "job-desk")
                        .withSettings(ClusterSingletonSettings.create(system).withRole(ROLE)));
        guardian.spawn(forwarding(singleton), NAME);
    }

    private static Behavior<DeskProtocol.Request> forwarding(ActorRef<JobDesk.Command> desk) {
        return Behaviors.receive((context, request) -> {
            var members = Cluster.get(context.getSystem()).state().getMembers();
            if (StreamSupport.stream(members.spliterator(), false).anyMatch(member -> member.hasRole(ROLE))) {
                desk.tell(request);
            } else {
                request.replyTo()
                        .tell(new DeskProtocol.Declined(
                                "the cluster has no job desk; start one of its nodes with `akkord node --roles desk`"));
            }
            return Behaviors.same();
        });
    }
}
