package io.akkord.actors.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All jobs that the desk has ever taken in, in their order. */
record Queue(Map<String, Job> jobs) {

    static final Queue EMPTY = new Queue(Map.of());

    Queue after(JobEvent event) {
        return switch (event) {
            case JobEvent.Submitted it ->
                with(new Job(it.id(), it.text(), it.devices(), it.submittedMillis(), Phase.QUEUED, ""));
            case JobEvent.Begun(String id) -> with(known(id).in(Phase.RUNNING, ""));
            case JobEvent.PutBack(String id) -> with(known(id).in(Phase.QUEUED, ""));
            case JobEvent.Ended(String id, Phase phase, String reason) ->
                with(known(id).in(phase, reason));
        };
    }

    private Queue with(Job job) {
        var more = new LinkedHashMap<>(jobs);
        more.put(job.id(), job);
        return new Queue(more);
    }

    private Job known(String id) {
        return Objects.requireNonNull(jobs.get(id), id);
    }

    @Nullable Job find(String id) {
        return jobs.get(id);
    }

    List<Job> in(Phase phase) {
        return jobs.values().stream().filter(job -> job.phase() == phase).toList();
    }

    /** Whose turn it is. */
    Optional<Job> next() {
        return in(Phase.QUEUED).stream().findFirst();
    }

    /** How many wait before a job that waits. */
    int ahead(Job job) {
        return job.phase() == Phase.QUEUED ? in(Phase.QUEUED).indexOf(job) : 0;
    }

    /** The id of one more job of an experiment. */
    String nextId(String name) {
        return name + "-" + (jobs.size() + 1);
    }
}
