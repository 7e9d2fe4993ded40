package io.akkord.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.configs.RewardReader;
import io.akkord.configs.RewardSettings;
import io.akkord.configs.rows.ResponseText;
import io.akkord.rewards.Reward;
import io.akkord.rewards.Scorer;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Scores responses of a file, one JSON line each, in bounded time a row.
 *
 * <p>All rows are read and checked first, so that wrong input is told before anything is printed.
 */
@Command(
        name = "score",
        description = "Scores the responses of a file: a JSON line with score and evidence each.",
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Runnable {

    private static final double SAME = 1e-6;

    private final ObjectMapper json = new ObjectMapper();
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "REWARD",
            description = "A kind, such as math, gsm8k or ifeval, or a file with a section reward { kind = ... }.")
    private String reward = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description =
                    "Rows {\"response\": ..., \"answer\": ...}; with \"expected\" each line says whether it agrees.")
    private Path file = Path.of("");

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            description = "What one response may take before it counts as unscored (default: 10).")
    private double timeoutSeconds = 10;

    ScoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        RewardSettings settings = RewardReader.read(reward, terminal.workingDirectory());
        Reward scoring = settings.reward();
        List<ResponseText> rows = ResponseText.readAll(terminal.resolve(file), RewardReader.fields(settings));
        List<Rollout> rollouts = rollouts(rows);
        Reward bound = scoring.among(rollouts);
        var timeout = Duration.ofNanos(Math.round(timeoutSeconds * 1e9));
        int compared = 0;
        int agreeing = 0;
        int unscored = 0;
        try (var scorer = new Scorer(1)) {
            for (int i = 0; i < rows.size(); i++) {
                ResponseText row = rows.get(i);
                Line line = line(scorer, bound, rollouts.get(i), timeout);
                Boolean agrees = agrees(row.expected(), line.score());
                compared += agrees == null ? 0 : 1;
                agreeing += Boolean.TRUE.equals(agrees) ? 1 : 0;
                unscored += Double.isNaN(line.score()) ? 1 : 0;
                terminal.out().println(written(row.line(), line, agrees));
            }
        }
        terminal.out().flush();
        String counts = rows.size() + (rows.size() == 1 ? " row" : " rows") + ", " + unscored + " unscored";
        terminal.err()
                .println(
                        compared == 0
                                ? counts
                                : String.format(
                                        Locale.ROOT,
                                        "%s, %d of %d agree (%.1f %%)",
                                        counts,
                                        agreeing,
                                        compared,
                                        100.0 * agreeing / compared));
    }

    /** A score, NaN where there is none, and what was seen. */
    private record Line(double score, String evidence) {}

    private static Line line(Scorer scorer, Reward reward, Rollout rollout, Duration timeout) {
        Map<String, String> seen = new ConcurrentHashMap<>();
        Reward observed = (one, models) -> {
            if (reward instanceof Verifier verifier) {
                Verdict verdict = verifier.verify(one.text(), one.prompt().labels());
                seen.put("evidence", verdict.evidence());
                return verdict.score();
            }
            return reward.score(one, models);
        };
        var scored = scorer.score(observed, List.of(rollout), Map.of(), timeout);
        double score = scored.values()[0];
        return new Line(score, Double.isNaN(score) ? scored.firstReason() : seen.getOrDefault("evidence", ""));
    }

    private static @Nullable Boolean agrees(@Nullable Double expected, double score) {
        if (expected == null) {
            return null;
        }
        return Double.isNaN(expected) ? Double.isNaN(score) : Math.abs(expected - score) <= SAME;
    }

    private String written(int number, Line line, @Nullable Boolean agrees) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("line", number);
        fields.put("score", Double.isNaN(line.score()) ? null : line.score());
        fields.put("evidence", line.evidence());
        if (agrees != null) {
            fields.put("agrees", agrees);
        }
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows with the same prompt are responses to one; a row without a prompt has one of its own. */
    private static List<Rollout> rollouts(List<ResponseText> rows) {
        var prompts = new HashMap<String, Integer>();
        var rollouts = new ArrayList<Rollout>();
        for (int i = 0; i < rows.size(); i++) {
            ResponseText row = rows.get(i);
            String text = row.labels().getOrDefault("prompt", "");
            int index = text.isEmpty() ? i : prompts.computeIfAbsent(text, first -> rollouts.size());
            var prompt = new Prompt(index, text, new int[] {0}, row.labels());
            int tokens = row.ids().length;
            rollouts.add(new Rollout(
                    prompt, i, row.ids(), new boolean[tokens], new float[tokens], 0, Ending.EOS, row.response()));
        }
        return rollouts;
    }
}
