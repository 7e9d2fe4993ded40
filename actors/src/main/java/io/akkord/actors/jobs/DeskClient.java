package io.akkord.actors.jobs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.wire.WireTable;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a cluster's desk from a JVM that is no member; each question waits for its answer, and not for ever. */
public final class DeskClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern CHECKPOINT = Pattern.compile("\"checkpoint\"\\s*:\\s*\"([^\"]*)/checkpoints/");

    private final ActorSystem<Void> system;
    private final ActorRef<DeskProtocol.Request> door;
    private final Endpoint cluster;

    private DeskClient(ActorSystem<Void> system, ActorRef<DeskProtocol.Request> door, Endpoint cluster) {
        this.system = system;
        this.door = door;
        this.cluster = cluster;
    }

    /**
     * Finds the desk.
     *
     * @param cluster where one of its nodes listens
     * @throws UserError if no node of this version answers there
     */
    public static DeskClient open(Endpoint cluster, WireTable wire) {
        ActorSystem<Void> system = NodeSystem.visitor(cluster, wire);
        ActorRef<DeskProtocol.Request> door = ActorRefResolver.get(system)
                .resolveActorRef("akka://" + NodeSystem.NAME + "@" + cluster + "/user/" + DeskDoor.NAME);
        return new DeskClient(system, door, cluster);
    }

    /**
     * Hands an experiment in.
     *
     * @param text with every default
     * @throws UserError with the reason why it can never run
     */
    public DeskProtocol.Accepted submit(String text) {
        return ask(DeskProtocol.Accepted.class, replyTo -> new DeskProtocol.Submit(text, replyTo));
    }

    /** All jobs, in the order in which they came. */
    public List<DeskProtocol.JobLine> jobs() {
        return ask(DeskProtocol.Jobs.class, DeskProtocol.ListJobs::new).jobs();
    }

    /**
     * How a job is.
     *
     * @throws UserError if there is none of that id
     */
    public DeskProtocol.JobLine status(String id) {
        return ask(DeskProtocol.Jobs.class, replyTo -> new DeskProtocol.Status(id, replyTo))
                .jobs()
                .getFirst();
    }

    /**
     * Ends a job; one that runs saves its last boundary first.
     *
     * @return how it was just then
     */
    public DeskProtocol.JobLine cancel(String id) {
        return ask(DeskProtocol.Jobs.class, replyTo -> new DeskProtocol.Cancel(id, replyTo))
                .jobs()
                .getFirst();
    }

    /** What a job's progress says from {@code offset} on, as much as fits into a message. */
    public byte[] progress(String id, long offset) {
        return read(id, JobRunner.PROGRESS, offset);
    }

    /**
     * Brings a job's run directory here: whole, or not at all.
     *
     * @param target does not exist yet
     * @throws UserError if the job has none
     */
    public void fetch(String id, Path target) throws IOException {
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        Path run = Path.of(JobRunner.RUN);
        for (var file : ask(DeskProtocol.FileList.class, replyTo -> new DeskProtocol.ListFiles(id, replyTo))
                .files()) {
            Path path = Path.of(file.path()).normalize();
            if (path.startsWith(run)) {
                Path copy = partial.resolve(run.relativize(path));
                Files.createDirectories(copy.getParent());
                try (var out = Files.newOutputStream(copy)) {
                    copy(id, file.path(), out);
                }
            }
        }
        if (!Files.exists(partial)) {
            throw new UserError("job " + id + " has no run directory: it ended before it began");
        }
        retarget(partial.resolve("summary.json"), target);
        Files.move(partial, target);
    }

    /** A summary names its checkpoint by an absolute path, which led into the desk's folder. */
    private static void retarget(Path summary, Path target) throws IOException {
        if (Files.exists(summary)) {
            String text = Files.readString(summary);
            Matcher checkpoint = CHECKPOINT.matcher(text);
            if (checkpoint.find()) {
                String here = target.toAbsolutePath().normalize().toString();
                Files.writeString(summary, text.replace(checkpoint.group(1), here));
            }
        }
    }

    private void copy(String id, String path, OutputStream out) throws IOException {
        long offset = 0;
        for (byte[] piece = read(id, path, 0); piece.length > 0; piece = read(id, path, offset)) {
            out.write(piece);
            offset += piece.length;
        }
    }

    private byte[] read(String id, String path, long offset) {
        return ask(DeskProtocol.Piece.class, replyTo -> new DeskProtocol.Read(id, path, offset, replyTo))
                .bytes();
    }

    private <T extends DeskProtocol.Reply> T ask(
            Class<T> expected, Function<ActorRef<DeskProtocol.Reply>, DeskProtocol.Request> question) {
        DeskProtocol.Reply reply;
        try {
            reply = AskPattern.<DeskProtocol.Request, DeskProtocol.Reply>ask(
                            door, question::apply, PATIENCE, system.scheduler())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new UserError(
                    "the job desk of the cluster at " + cluster + " has not answered within " + PATIENCE.toSeconds()
                            + " s; its node may have died: look at that node, then try again",
                    e);
        }
        if (reply instanceof DeskProtocol.Declined(String reason)) {
            throw new UserError(reason);
        }
        return expected.cast(reply);
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
