package io.akkord.actors.checkpoint;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.metrics.TraceFile;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.PublishedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes published networks to disk while the run goes on, one checkpoint at a time, and keeps the newest few.
 *
 * <p>What is published is immutable, so writing needs no pause. A checkpoint is made under another name, forced to disk
 * and renamed: a folder of the right name is a whole checkpoint. Stage ends are kept for ever, since later stages and
 * people start from them.
 */
public final class CheckpointKeeper extends AbstractOnMessageBehavior<CheckpointKeeper.Command> {

    /** What a keeper is asked. */
    public sealed interface Command {}

    /**
     * Write a checkpoint.
     *
     * @param number its place in the run: iterations done in all stages
     * @param networks every network that it holds, as published
     * @param older those of earlier boundaries that it holds, by boundary
     * @param stageEnd whether it is kept for ever
     */
    public record Save(
            int number,
            CheckpointState state,
            Collection<PublishedNetwork> networks,
            Map<Integer, ? extends Collection<PublishedNetwork>> older,
            Path tokenizer,
            boolean stageEnd,
            ActorRef<Outcome> replyTo)
            implements Command {

        private List<PublishedNetwork> all() {
            return Stream.concat(networks.stream(), older.values().stream().flatMap(Collection::stream))
                    .toList();
        }
    }

    private record Written(
            Save save, @Nullable Path path, @Nullable Throwable error) implements Command {}

    /** How saving ends. */
    public sealed interface Outcome {}

    /** The checkpoint stands. */
    public record Saved(Path path, CheckpointState state, Collection<PublishedNetwork> networks) implements Outcome {}

    /** It could not be written; what was there before is untouched. */
    public record NotSaved(String reason, Collection<PublishedNetwork> networks) implements Outcome {}

    private final ActorContext<Command> context;
    private final Path folder;
    private final int keep;
    private final BulkPort port;
    private final TraceFile trace;
    private final Executor disk;
    private final Deque<Path> passing = new ArrayDeque<>();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /**
     * Starts a keeper.
     *
     * @param runDirectory checkpoints go to its folder {@code checkpoints}
     * @param keep how many checkpoints stay beside the stage ends
     */
    public static Behavior<Command> create(Path runDirectory, int keep, BulkPort port, TraceFile trace) {
        return Behaviors.setup(
                context -> new CheckpointKeeper(context, runDirectory.resolve("checkpoints"), keep, port, trace));
    }

    private CheckpointKeeper(ActorContext<Command> context, Path folder, int keep, BulkPort port, TraceFile trace) {
        super(context);
        this.context = context;
        this.folder = folder;
        this.keep = keep;
        this.port = port;
        this.trace = trace;
        this.disk = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Save save -> onSave(save);
            case Written written -> onWritten(written);
        };
    }

    private Behavior<Command> onSave(Save save) {
        CompletableFuture<Path> writing = last.handleAsync((before, error) -> write(save), disk);
        last = writing;
        context.pipeToSelf(writing, (path, error) -> new Written(save, path, error));
        return this;
    }

    private Path write(Save save) {
        String name = "%04d".formatted(save.number());
        Path target = folder.resolve(name);
        if (Files.isRegularFile(target.resolve(CheckpointState.FILE))) {
            return target;
        }
        long begun = System.nanoTime();
        Path making = folder.resolve("." + name + ".making");
        try {
            delete(making);
            Files.createDirectories(making);
            var checkpoint = new Checkpoint(making);
            save.networks().forEach(network -> checkpoint.write(network, port, save.tokenizer()));
            save.older()
                    .forEach((boundary, networks) -> networks.forEach(
                            network -> checkpoint.older(boundary).write(network, port, save.tokenizer())));
            save.state().write(making.resolve(CheckpointState.FILE));
            Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(making);
            trace.addRun("checkpoint", "checkpoint", begun, System.nanoTime());
        }
    }

    private Behavior<Command> onWritten(Written written) {
        Save save = written.save();
        if (written.path() == null) {
            Throwable error = written.error();
            Throwable cause = error == null || error.getCause() == null ? error : error.getCause();
            String reason = cause == null ? "no reason given" : String.valueOf(cause.getMessage());
            save.replyTo()
                    .tell(new NotSaved("checkpoint " + save.number() + " in " + folder + ": " + reason, save.all()));
            return this;
        }
        passing.remove(written.path());
        if (!save.stageEnd()) {
            passing.addLast(written.path());
        }
        while (passing.size() > keep) {
            delete(passing.removeFirst());
        }
        save.replyTo().tell(new Saved(written.path(), save.state(), save.all()));
        return this;
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
