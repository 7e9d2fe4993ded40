package io.akkord.actors.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.remote.RemoteTransportException;
import akka.serialization.SerializationSetup;
import akka.serialization.SerializerDetails;
import com.typesafe.config.Config;
import io.akkord.actors.journal.JournalEntry;
import io.akkord.actors.journal.JournalSerializer;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.wire.KryoSerializer;
import io.akkord.actors.wire.WireMessage;
import io.akkord.actors.wire.WireTable;
import io.akkord.algorithms.UserError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings an actor system to life that speaks our wire and writes our journal. */
public final class NodeSystem {

    /** The name of every node's system; addresses contain it, so nodes can only meet under one name. */
    public static final String NAME = "akkord";

    /** Of Akkord; members of a cluster have the same. */
    public static final String VERSION = "0.1.0";

    /** How long seeds may take to answer, and their cluster to let a member in. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private NodeSystem() {}

    /** A cluster of its own: the one member joins itself. */
    public static <T> ActorSystem<T> embedded(
            Behavior<T> guardian, Config config, WireTable wire, JournalTable journal) {
        ActorSystem<T> system = ActorSystem.create(guardian, NAME, setup(config, wire, journal));
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    /**
     * A member of the cluster that a seed belongs to, or of a new one.
     *
     * @param seeds members of it, tried in turn; none where this one is the first
     * @throws UserError if the port is taken, no seed answers, or the one that does runs another version
     */
    public static <T> ActorSystem<T> member(
            Behavior<T> guardian, Config config, WireTable wire, JournalTable journal, List<Endpoint> seeds) {
        ActorSystem<T> system = listening(guardian, config, wire, journal);
        try {
            Greeter.start(system, VERSION, wire.fingerprint());
            join(system, wire.fingerprint(), seeds);
            return system;
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    /**
     * A system that talks to a cluster without becoming a member: it comes and goes, and nobody has to notice.
     *
     * @param cluster where a member listens
     * @throws UserError if none of this version answers there
     */
    public static ActorSystem<Void> visitor(Endpoint cluster, WireTable wire) {
        ActorSystem<Void> system =
                listening(Behaviors.empty(), NodeConfig.member(cluster.near(), List.of()), wire, JournalTable.empty());
        try {
            Greeter.first(system, List.of(cluster.toString()), VERSION, wire.fingerprint(), PATIENCE);
            return system;
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    private static <T> ActorSystem<T> listening(
            Behavior<T> guardian, Config config, WireTable wire, JournalTable journal) {
        try {
            return ActorSystem.create(guardian, NAME, setup(config, wire, journal));
        } catch (RemoteTransportException e) {
            Config own = config.getConfig("akka.remote.artery.canonical");
            String place = own.getString("hostname") + ":" + own.getInt("port");
            throw new UserError(
                    "cannot listen on " + place + ": it is in use, or not of this machine; choose another by --port or"
                            + " --host",
                    e);
        }
    }

    private static void join(ActorSystem<?> system, String wire, List<Endpoint> seeds) {
        String own = address(system);
        List<String> others = seeds.stream()
                .map(Endpoint::toString)
                .filter(seed -> !seed.equals(own))
                .toList();
        String entry = others.isEmpty() ? own : Greeter.first(system, others, VERSION, wire, PATIENCE);
        var up = new CompletableFuture<@Nullable Void>();
        akka.cluster.Cluster.get(Adapter.toClassic(system)).registerOnMemberUp(() -> up.complete(null));
        Cluster.get(system).manager().tell(Join.create(AddressFromURIString.parse("akka://" + NAME + "@" + entry)));
        try {
            up.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new UserError(
                    "the cluster at " + entry + " has not let this JVM in within " + PATIENCE.toSeconds()
                            + " s; a member may have died, which the others take a while to notice: try again",
                    e);
        }
    }

    /** Where a system is, {@code host:port}. */
    public static String address(ActorSystem<?> system) {
        return hostAndPort(Cluster.get(system).selfMember().address());
    }

    /** The host that others reach a system by. */
    static String host(ActorSystem<?> system) {
        return Cluster.get(system).selfMember().address().getHost().orElseThrow();
    }

    static String hostAndPort(Address address) {
        return address.getHost().orElse("") + ":"
                + address.getPort().map(String::valueOf).orElse("");
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
