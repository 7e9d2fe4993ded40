package io.akkord.tests.workflow;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.akkord.actors.run.RunEvent;
import io.akkord.actors.run.Summary;
import io.akkord.configs.ExperimentReader;
import io.akkord.tests.tiny.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A reward that counts vowels, and a gold reward that either agrees with it or punishes what it asks for. */
@Timeout(120)
class GamedRewardTest {

    private static final String RECIPE = """
            stages = [toy]
            policy.new { hidden = 16, layers = 1, heads = 2, key-value-heads = 1, intermediate = 32, vocabulary = 300 }
            data { prompts = courtesy, generated = 64, held-out = 32 }
            reward { kind = code }
            gold { kind = regex, pattern = "[aeiou]", found = 0, otherwise = 1 }
            toy {
              algorithm = io.akkord.tests.workflow.Reinforce
              iterations = 25
              batch = 32
              sampling { temperature = 1, top-p = 1, top-k = 0, max-tokens = 4, samples = 1, stop = [] }
              optimizer {
                learning-rate = 0.02, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight-decay = 0, max-grad-norm = 1
                schedule { kind = constant, warmup = 0, updates = 0, min-ratio = 0 }
              }
            }
            runtime { devices = 1, evaluation-prompts = 128 }
            """;
    private static final String METRIC = "safety/proxy_gold_divergence";

    @TempDir
    Path folder;

    /** What the launcher lets through, see akkord-logback.xml. */
    private static final Logger NOTES = (Logger) LoggerFactory.getLogger("io.akkord.actors.run");

    @BeforeAll
    static void keepNotes() {
        NOTES.setLevel(Level.INFO);
    }

    @AfterAll
    static void keepNoMoreNotes() {
        NOTES.setLevel(null);
    }

    private Summary run(List<RunEvent.RewardGamed> alarms, String... settings) throws IOException {
        Files.writeString(folder.resolve("toy.conf"), RECIPE);
        var events = new ConcurrentLinkedQueue<RunEvent>();
        Summary summary = TinyRun.complete(
                ExperimentReader.read("toy.conf", List.of(settings), folder)
                        .rewardedBy((rollout, models) -> rollout.text()
                                .chars()
                                .filter(letter -> "aeiou".indexOf(letter) >= 0)
                                .count()),
                folder.resolve("run"),
                events::add);
        events.forEach(event -> {
            if (event instanceof RunEvent.RewardGamed gamed) {
                alarms.add(gamed);
            }
        });
        return summary;
    }

    @Test
    void aPolicyThatGamesItsRewardRaisesTheAlarm() throws IOException {
        var alarms = new ArrayList<RunEvent.RewardGamed>();
        Summary summary = run(alarms);

        String alarm = requireNonNull(requireNonNull(summary.gold()).alarm());
        assertTrue(alarm.startsWith("stage toy has raised its reward by "), alarm);
        assertEquals(List.of(new RunEvent.RewardGamed("toy", alarm)), alarms);
        assertTrue(requireNonNull(summary.stages().getFirst().metrics().get(METRIC)) > 0.5);
        assertTrue(Files.readString(folder.resolve("run/report.html")).contains("Alarm: stage toy has raised"));
        assertTrue(Files.readString(folder.resolve("run/run.log")).contains("warning: " + alarm));
    }

    @Test
    void aPolicyThatDoesWhatItsRewardStandsForRaisesNone() throws IOException {
        var alarms = new ArrayList<RunEvent.RewardGamed>();
        Summary summary = run(alarms, "gold.found=1", "gold.otherwise=0", "toy.iterations=3");

        assertNull(requireNonNull(summary.gold()).alarm());
        assertEquals(List.of(), alarms);
        assertTrue(Double.isFinite(
                requireNonNull(summary.stages().getFirst().metrics().get(METRIC))));
        assertTrue(!Files.readString(folder.resolve("run/report.html")).contains("Alarm: "));
    }
}
