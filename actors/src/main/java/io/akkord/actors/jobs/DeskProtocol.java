package io.akkord.actors.jobs;

import akka.actor.typed.ActorRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.actors.wire.WireTable;
import java.util.List;

/** What a desk is asked from outside, and what it answers. */
public final class DeskProtocol {

    private DeskProtocol() {}

    /** A question; each gets one {@link Reply}. */
    public sealed interface Request extends JobDesk.Command, WireMessage {

        ActorRef<Reply> replyTo();
    }

    /** Take in an experiment, as text with every default. */
    public record Submit(String text, ActorRef<Reply> replyTo) implements Request {}

    /** Name all jobs. */
    public record ListJobs(ActorRef<Reply> replyTo) implements Request {}

    /** Say how a job is. */
    public record Status(String id, ActorRef<Reply> replyTo) implements Request {}

    /** End a job, whatever it is at. */
    public record Cancel(String id, ActorRef<Reply> replyTo) implements Request {}

    /** Name the files of a job. */
    public record ListFiles(String id, ActorRef<Reply> replyTo) implements Request {}

    /** Hand out a file of a job from {@code offset} on, as much as fits into a message. */
    public record Read(String id, String path, long offset, ActorRef<Reply> replyTo) implements Request {}

    /** What comes back. */
    public sealed interface Reply extends WireMessage {}

    /** The job is in the queue, {@code ahead} others before it. */
    public record Accepted(String id, int ahead) implements Reply {}

    /** It is not done; {@code reason} is for people. */
    public record Declined(String reason) implements Reply {}

    /** Jobs, in the order in which they came. */
    public record Jobs(List<JobLine> jobs) implements Reply {}

    /** Files of a job. */
    public record FileList(List<FileLine> files) implements Reply {}

    /** Part of a file; empty at its end. */
    public record Piece(byte[] bytes) implements Reply {}

    /**
     * A job in a list.
     *
     * @param devices that it asks for, 0 for all
     * @param submittedMillis since 1970
     * @param ahead how many wait before it
     * @param reason why it failed, else empty
     */
    public record JobLine(String id, Phase phase, int devices, long submittedMillis, int ahead, String reason) {}

    /** A file in a list; {@code path} from the job's folder. */
    public record FileLine(String path, long bytes) {}

    /** A table that knows all of these; append only. */
    public static WireTable in(WireTable table) {
        return table.from(
                340,
                Submit.class,
                ListJobs.class,
                Status.class,
                Cancel.class,
                ListFiles.class,
                Read.class,
                Accepted.class,
                Declined.class,
                Jobs.class,
                FileList.class,
                Piece.class,
                JobLine.class,
                FileLine.class,
                Phase.class);
    }
}
