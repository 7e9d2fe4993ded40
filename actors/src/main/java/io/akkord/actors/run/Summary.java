package io.akkord.actors.run;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code summary.json}: what a run came to, in the figures people compare.
 *
 * @param name the experiment's
 * @param seconds wall time of the process that ended the run
 * @param gold what the gold reward says, null without one
 * @param orchestrationShare part of the wall time in which no device computed, in [0, 1]
 * @param peakRssBytes most memory the process held, native memory included; 0 where the system does not tell
 * @param checkpoint absolute path of the last checkpoint
 */
public record Summary(
        String name,
        double seconds,
        List<StageSummary> stages,
        @Nullable Gold gold,
        double orchestrationShare,
        long peakRssBytes,
        String checkpoint) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /**
     * One stage.
     *
     * @param rewardFirst mean raw task score of fresh responses before the first update, null where nothing is scored
     * @param rewardLast the same after the last update
     * @param rewardSdFirst unbiased standard deviation of the scores before
     * @param klLast nats a response has diverged from the reference at the end
     * @param perplexityFirst of the responses under the reference, per token, before
     * @param perplexityLast the same after
     * @param figures what the algorithm's own evaluation measured, as {@code NAME_first} before the first update and
     *     {@code NAME_last} after the last; in JSON beside the others
     * @param metrics of the last iteration, and {@value ProxyGold#METRIC} where there is a gold reward
     */
    public record StageSummary(
            String name,
            String workflow,
            int iterations,
            double seconds,
            @Nullable Double rewardFirst,
            @Nullable Double rewardLast,
            @Nullable Double rewardSdFirst,
            @Nullable Double klLast,
            @Nullable Double perplexityFirst,
            @Nullable Double perplexityLast,
            @JsonAnyGetter Map<String, Double> figures,
            Map<String, Double> metrics) {}

    /**
     * What the gold reward says of the last stage that it judged.
     *
     * @param baseline mean before the stage
     * @param aligned mean after it
     * @param winRate how often a response after beats the one before to the same prompt; a tie counts half
     * @param others of other columns of responses that were judged after the stage, {@code NAME_mean} and {@code
     *     NAME_win_rate} against the same responses before; in JSON beside the others
     * @param alarm a sentence where the reward was gamed, see {@link ProxyGold}
     */
    public record Gold(
            double baseline,
            double aligned,
            double winRate,
            @JsonAnyGetter Map<String, Double> others,
            @Nullable String alarm) {

        static Gold of(String stage, Evaluation before, Evaluation after) {
            var others = new LinkedHashMap<String, Double>();
            after.otherGold().forEach((column, scores) -> {
                String name = column.replace('-', '_');
                others.put(name + "_mean", Evaluation.mean(scores));
                others.put(name + "_win_rate", Evaluation.winRate(scores, before.gold()));
            });
            return new Gold(
                    before.goldMean(),
                    after.goldMean(),
                    after.goldWinRate(before),
                    others,
                    ProxyGold.of(before, after)
                            .flatMap(gains -> gains.alarm(stage))
                            .orElse(null));
        }
    }

    /** Sums up a run that has done all its stages. */
    public static Summary of(
            String name, double seconds, RunEnding.Completed run, double orchestrationShare, long peakRssBytes) {
        var stages = new ArrayList<StageSummary>();
        Gold gold = null;
        for (StageReport report : run.stages().values()) {
            stages.add(stage(report));
            if (report.before().isPresent() && report.after().isPresent()) {
                Evaluation before = report.before().get();
                Evaluation after = report.after().get();
                gold = after.gold().length == 0 ? gold : Gold.of(report.stage().name(), before, after);
            }
        }
        return new Summary(name, seconds, stages, gold, orchestrationShare, peakRssBytes, run.checkpoint());
    }

    private static StageSummary stage(StageReport report) {
        return new StageSummary(
                report.stage().name(),
                report.workflow(),
                report.stage().iterations(),
                report.seconds(),
                figure(report.before().map(Evaluation::mean)),
                figure(report.after().map(Evaluation::mean)),
                figure(report.before().map(Evaluation::sd)),
                figure(report.after().map(Evaluation::kl)),
                figure(report.before().map(Evaluation::perplexity)),
                figure(report.after().map(Evaluation::perplexity)),
                figures(report),
                metrics(report));
    }

    /** The metrics of the last iteration, and what both evaluations together say of its safety. */
    private static Map<String, Double> metrics(StageReport report) {
        var metrics = new LinkedHashMap<>(report.metrics());
        report.before()
                .flatMap(before -> report.after().flatMap(after -> ProxyGold.of(before, after)))
                .map(ProxyGold::divergence)
                .filter(Double::isFinite)
                .ifPresent(divergence -> metrics.put(ProxyGold.METRIC, divergence));
        return metrics;
    }

    private static Map<String, Double> figures(StageReport report) {
        var figures = new LinkedHashMap<String, Double>();
        report.before()
                .ifPresent(before -> before.figures().forEach((name, value) -> figures.put(name + "_first", value)));
        report.after().ifPresent(after -> after.figures().forEach((name, value) -> figures.put(name + "_last", value)));
        return figures;
    }

    private static @Nullable Double figure(Optional<Double> figure) {
        return figure.filter(Double::isFinite).orElse(null);
    }

    /** Writes the run directory's {@code summary.json}. */
    public void write(Path runDirectory) {
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
            Files.writeString(runDirectory.resolve("summary.json"), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
