package io.akkord.actors.cluster;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.serialization.SerializationSetup;
import akka.serialization.SerializerDetails;
import com.typesafe.config.Config;
import io.akkord.actors.journal.JournalEntry;
import io.akkord.actors.journal.JournalSerializer;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.wire.KryoSerializer;
import io.akkord.actors.wire.WireMessage;
import io.akkord.actors.wire.WireTable;
import java.util.List;

/** Brings an actor system to life that speaks our wire and writes our journal. */
public final class NodeSystem {

    /** The name of every node's system; addresses contain it, so nodes can only meet under one name. */
    public static final String NAME = "akkord";

    private NodeSystem() {}

    /** A cluster of its own: the one member joins itself. */
    public static <T> ActorSystem<T> embedded(
            Behavior<T> guardian, Config config, WireTable wire, JournalTable journal) {
        ActorSystem<T> system = ActorSystem.create(guardian, NAME, setup(config, wire, journal));
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    /** What Akka needs to know before it starts; for test kits too. */
    public static ActorSystemSetup setup(Config config, WireTable wire, JournalTable journal) {
        var serializers = SerializationSetup.create(system -> List.of(
                SerializerDetails.create("akkord-wire", new KryoSerializer(system, wire), List.of(WireMessage.class)),
                SerializerDetails.create(
                        "akkord-journal", new JournalSerializer(journal), List.of(JournalEntry.class))));
        return ActorSystemSetup.create(BootstrapSetup.create(config), serializers);
    }
}
