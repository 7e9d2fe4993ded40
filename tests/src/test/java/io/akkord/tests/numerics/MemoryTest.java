package io.akkord.tests.numerics;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.akkord.tests.tiny.RunProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run holds what its models need, however long it takes: nothing of an iteration outlives the next. */
@Timeout(300)
class MemoryTest {

    private static final int ITERATIONS = 500;
    private static final int WARM = 200;
    private static final long SLACK_KIB = 40 * 1024;

    /** A heap that is all there from the start, and one compiler, so that what grows is neither. */
    private static final List<String> SETTLED =
            List.of("-XX:+UseSerialGC", "-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");

    @Test
    void residentMemoryDoesNotGrowWithTheIterations(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(RunProcess.STATUS), "only Linux tells how much memory a process holds");
        Process process = RunProcess.start(
                SETTLED,
                folder.resolve("run"),
                "ppo.iterations=" + ITERATIONS,
                "ppo.batch=4",
                "ppo.sampling.max-tokens=4",
                "ppo.passes.updates=1",
                "runtime.checkpoint-every=100");
        SortedMap<Integer, Long> resident = resident(process.inputReader());
        assertEquals(0, process.waitFor());

        assertEquals(ITERATIONS, resident.size());
        long warm = requireNonNull(resident.get(WARM));
        long end = requireNonNull(resident.get(ITERATIONS));
        assertTrue(end - warm <= SLACK_KIB, "it grew from " + warm + " to " + end + " KiB: " + everyFiftieth(resident));
    }

    /** KiB held after each iteration. */
    private static SortedMap<Integer, Long> resident(BufferedReader output) throws IOException {
        var resident = new TreeMap<Integer, Long>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("iteration")) {
                resident.put(Integer.valueOf(words[1]), Long.valueOf(words[2]));
            }
        }
        return resident;
    }

    private static SortedMap<Integer, Long> everyFiftieth(SortedMap<Integer, Long> all) {
        var some = new TreeMap<>(all);
        some.keySet().removeIf(iteration -> iteration % 50 != 0);
        return some;
    }
}
