package io.akkord.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.actors.jobs.DeskProtocol.JobLine;
import io.akkord.actors.jobs.Phase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jobs for people and for programs. */
final class JobText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private JobText() {}

    /** A line for each. */
    static String table(List<JobLine> jobs) {
        if (jobs.isEmpty()) {
            return "no jobs; hand one in with `akkord submit`%n".formatted();
        }
        var text = new StringBuilder();
        int width = jobs.stream().mapToInt(job -> job.id().length()).max().orElse(0);
        for (JobLine job : jobs) {
            String submitted =
                    TIME.format(Instant.ofEpochMilli(job.submittedMillis()).atZone(ZoneId.systemDefault()));
            text.append(String.format(
                    Locale.ROOT, "%-" + width + "s  %s  %s, %s%n", job.id(), submitted, devices(job), state(job)));
        }
        return text.toString();
    }

    /** How one is, in a few words. */
    static String state(JobLine job) {
        String phase = job.phase().name().toLowerCase(Locale.ROOT);
        return switch (job.phase()) {
            case QUEUED -> phase + (job.ahead() == 0 ? ", next in turn" : ", " + job.ahead() + " before it");
            case FAILED -> phase + ": " + job.reason();
            case RUNNING, DONE, CANCELLED -> phase;
        };
    }

    private static String devices(JobLine job) {
        return switch (job.devices()) {
            case 0 -> "all devices";
            case 1 -> "1 device";
            default -> job.devices() + " devices";
        };
    }

    /** One object with a list. */
    static String json(List<JobLine> jobs) {
        var all = new ArrayList<Map<String, Object>>();
        for (JobLine job : jobs) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", job.id());
            one.put("phase", job.phase().name().toLowerCase(Locale.ROOT));
            one.put("devices", job.devices());
            one.put("submitted", Instant.ofEpochMilli(job.submittedMillis()).toString());
            if (job.phase() == Phase.QUEUED) {
                one.put("ahead", job.ahead());
            }
            if (!job.reason().isEmpty()) {
                one.put("reason", job.reason());
            }
            all.add(one);
        }
        try {
            return new ObjectMapper().writeValueAsString(Map.of("jobs", all)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
