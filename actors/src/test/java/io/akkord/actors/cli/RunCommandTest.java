package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    @TempDir
    Path here;

    @Test
    void whatCannotRunIsSaidInOneSentenceAndNothingIsWritten() throws Exception {
        assertWrong("run needs a recipe or an experiment file", "run");
        assertWrong("no recipe or file is called quikstart; did you mean quickstart?", "run", "quikstart");
        assertWrong("there is no file my.conf", "run", "my.conf");
        assertWrong("ppo.clipp", "run", "ppo", "ppo.clipp=0.3");
        assertWrong("nowhere", "run", "ppo", "policy.model=nowhere");
        assertWrong("holds no run to resume", "run", "--resume", "nowhere");
        assertWrong("--resume goes on with the run as it was", "run", "ppo", "--resume", "runs/x");
        try (var left = Files.list(here)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aRunDirectoryThatExistsIsNotWrittenOver() throws Exception {
        var taken = Files.createDirectory(here.resolve("taken"));
        assertWrong("exists and is not written over", "run", "ppo", "--directory", "taken");
        try (var left = Files.list(taken)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void severalFaultsAreToldAtOnce() {
        var typed = Typed.in(here, "run", "ppo", "ppo.clipp=0.3", "ppo.iterations=many", "sed=1");
        assertEquals(2, typed.status());
        for (var key : new String[] {"ppo.clipp", "ppo.iterations", "sed"}) {
            assertTrue(typed.complaint().contains(key), typed.complaint());
        }
    }

    @Test
    void aRunPrintsItsOutcomeAndLeavesALinkToItself() throws Exception {
        var typed = Typed.in(here, "run", "ppo", "ppo.iterations=1", "runtime.evaluation-prompts=4");
        assertEquals(0, typed.status(), typed.err());
        assertTrue(typed.out().startsWith("ppo               1 iteration in "), typed.out());
        assertTrue(typed.err().lines().anyMatch(line -> line.startsWith("ppo 1/1  reward ")), typed.err());
        var latest = here.resolve("runs/latest");
        assertTrue(Files.exists(latest.resolve("report.html")) && Files.exists(latest.resolve("summary.json")));
        assertWrong("is done", "run", "--resume", "runs/latest");
    }

    private void assertWrong(String sentence, String... words) {
        var typed = Typed.in(here, words);
        assertEquals(2, typed.status(), typed.err());
        assertTrue(typed.complaint().contains(sentence), typed.complaint());
    }
}
