package io.akkord.actors.cli;

import io.akkord.actors.jobs.DeskClient;
import io.akkord.actors.jobs.DeskProtocol.JobLine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints the progress of a job as it comes. */
final class JobFollower {

    private static final long PERIOD_MILLIS = 500;

    private final DeskClient desk;
    private final String id;
    private final PrintWriter out;
    private final CountDownLatch never = new CountDownLatch(1);
    private long offset;

    JobFollower(DeskClient desk, String id, PrintWriter out) {
        this.desk = desk;
        this.id = id;
        this.out = out;
    }

    /** Prints what there is beyond what was printed. */
    void catchUp() {
        for (byte[] piece = desk.progress(id, offset); piece.length > 0; piece = desk.progress(id, offset)) {
            out.print(new String(piece, StandardCharsets.UTF_8));
            offset += piece.length;
        }
        out.flush();
    }

    /**
     * Prints until the job is over.
     *
     * @return how it is then
     */
    JobLine toTheEnd() throws InterruptedException {
        while (true) {
            JobLine job = desk.status(id);
            catchUp();
            if (job.phase().isLast() || never.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                return job;
            }
        }
    }
}
