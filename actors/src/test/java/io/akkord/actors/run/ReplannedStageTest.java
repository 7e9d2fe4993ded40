package io.akkord.actors.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.plan.Prices;
import io.akkord.policies.tensor.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A planner that takes this machine for a far faster one leaves a device idle, since columns seem to travel for longer
 * than steps take. Measured times show it wrong, and the stage goes on with both devices.
 */
@Timeout(240)
class ReplannedStageTest {

    /** Prices of a machine that computes a million times as fast, but hands columns on no faster. */
    private record Optimistic(Prices model) implements Prices {

        @Override
        public List<Execution> executions(Step step, Parallelism parallelism) {
            return model.executions(step, parallelism);
        }

        @Override
        public StepPrice price(Step step, Layout layout, Execution execution) {
            StepPrice price = model.price(step, layout, execution);
            return new StepPrice(price.spending().times(1e-6), price.memory());
        }

        @Override
        public double moveSeconds(Role network, Layout from, Layout to) {
            return model.moveSeconds(network, from, to);
        }

        @Override
        public double fetchSeconds(Role network, Layout layout) {
            return model.fetchSeconds(network, layout);
        }

        @Override
        public double columnSeconds(Step step) {
            return 1e-5;
        }
    }

    /** Of a job's label, {@code step@stage:iteration}. */
    private record Job(String step, int iteration, String device) {

        static Job of(Device.Interval interval) {
            String[] parts = interval.label().split("[@:]", -1);
            return new Job(parts[0], Integer.parseInt(parts[2]), interval.device());
        }
    }

    /** Plans are weighed after 1, 2, 4 and 8 iterations beside the first; one of the two after each of them crashes. */
    private static final List<String> DRILLS = IntStream.of(3, 4, 6, 10)
            .boxed()
            .flatMap(iteration -> Stream.of("\"train-policy@" + iteration + "\"", "\"train-critic@" + iteration + "\""))
            .toList();

    private static final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger replanned = new AtomicInteger();
    private static final ConcurrentLinkedQueue<Integer> repeated = new ConcurrentLinkedQueue<>();
    private static Path moved = Path.of("");
    private static Path unmoved = Path.of("");

    private static Experiment experiment(boolean replan) {
        return ExperimentReader.read(
                "ppo",
                List.of(
                        "policy.new.hidden=32",
                        "policy.new.layers=2",
                        "policy.new.context=64",
                        "policy.new.vocabulary=300",
                        "data.generated=64",
                        "data.held-out=8",
                        "ppo.iterations=1000000",
                        "ppo.batch=32",
                        "ppo.sampling.max-tokens=8",
                        "runtime.devices=2",
                        "runtime.checkpoint-every=1000000",
                        "runtime.evaluation-prompts=8",
                        "runtime.drills=" + DRILLS,
                        "plan.replan=" + replan),
                Path.of(""));
    }

    /** The run that moves ends two iterations later; the other one after as many iterations. */
    @BeforeAll
    static void runOnce(@TempDir Path folder) throws Exception {
        var end = new AtomicInteger(Integer.MAX_VALUE);
        moved = run(folder.resolve("moved"), true, jobs::add, event -> {
            if (event instanceof RunEvent.Replanned move && replanned.compareAndSet(0, move.iteration())) {
                end.set(move.iteration() + 2);
            }
            if (event instanceof RunEvent.IterationRepeated again) {
                repeated.add(again.iteration());
            }
            return isEnd(event, end.get());
        });
        unmoved = run(folder.resolve("unmoved"), false, _ -> {}, event -> isEnd(event, end.get()));
    }

    private static boolean isEnd(RunEvent event, int iteration) {
        return event instanceof RunEvent.IterationFinished finished && finished.iteration() == iteration;
    }

    private static Path run(Path directory, boolean replan, Consumer<Job> work, Predicate<RunEvent> last)
            throws Exception {
        Files.createDirectories(directory);
        var stage = new LoneStage(
                experiment(replan),
                directory,
                Optimistic::new,
                interval -> {
                    if (interval.label().contains("@")) {
                        work.accept(Job.of(interval));
                    }
                },
                last);
        assertInstanceOf(StageOutcome.Stopped.class, stage.run());
        return directory;
    }

    private static Set<String> devices(Predicate<Job> which) {
        return jobs.stream().filter(which).map(Job::device).collect(Collectors.toSet());
    }

    @Test
    void oneDeviceIsIdleUntilThePlanIsCorrected() {
        assertEquals(Set.of("node0/cpu0"), devices(job -> job.iteration() < replanned.get()));
        assertEquals(Set.of("node0/cpu0", "node0/cpu1"), devices(job -> job.iteration() >= replanned.get()));
    }

    @Test
    void afterwardsEachNetworkWorksWhereTheNewPlanSays() throws Exception {
        JsonNode stages =
                new ObjectMapper().readTree(moved.resolve("plan.json").toFile()).path("stages");
        assertEquals(1, stages.size());
        JsonNode calls = stages.path(0).path("calls");
        assertEquals(3, calls.size(), calls.toString());
        for (JsonNode call : calls) {
            call.path("steps")
                    .fieldNames()
                    .forEachRemaining(step -> assertEquals(
                            Set.of(call.path("devices").asText()),
                            devices(job -> job.step().equals(step) && job.iteration() >= replanned.get()),
                            step));
        }
    }

    @Test
    void workersCrashAndComeBackAfterTheMove() {
        assertTrue(
                repeated.stream().anyMatch(iteration -> iteration >= replanned.get()),
                "moved after " + replanned + ", repeated " + repeated);
    }

    /** Devices are alike, so where a network lives changes nothing of what it learns. */
    @Test
    void movingChangesNoByteOfTheCheckpoint() throws Exception {
        Map<Path, String> files = files(moved);
        assertTrue(
                files.keySet().stream()
                                .filter(file -> file.endsWith("optimizer.safetensors"))
                                .count()
                        == 2,
                files.toString());
        assertEquals(files(unmoved), files);
    }

    /** Every file of the only checkpoint, with its digest. */
    private static Map<Path, String> files(Path run) throws Exception {
        var digests = new TreeMap<Path, String>();
        Path checkpoints = run.resolve("checkpoints");
        try (var files = Files.walk(checkpoints)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                digests.put(checkpoints.relativize(file), HexFormat.of().formatHex(digest));
            }
        }
        return digests;
    }
}
