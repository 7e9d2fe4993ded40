package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.actors.run.RunEvent;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long nanos;

    @Test
    void pipedProgressIsOneLineAnIteration() {
        runTwoIterations(progress(0));
        assertEquals("""
                ppo: 40 iterations
                ppo 1/40  reward 0.500  KL 0.020  2.00 s  1 min 18 s left
                ppo 2/40  reward 0.500  KL 0.020  2.00 s  1 min 16 s left
                """, err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void onATerminalTheLinesAreDrawnOverOneAnother() {
        runTwoIterations(progress(100));
        assertEquals("ppo: 40 iterations\n", seen());
        assertTrue(err.toString().contains(" 2/40  2.00 s/iteration  1 min 16 s left\n"), err.toString());
    }

    @Test
    void aNarrowTerminalNeverWrapsALine() {
        runTwoIterations(progress(30));
        err.toString()
                .lines()
                .map(line -> line.replaceAll("\u001b\\[\\w+|\r", ""))
                .forEach(line -> assertTrue(line.length() < 30, line));
    }

    @Test
    void whatHappensRarelyStays() {
        var progress = progress(100);
        progress.accept(new RunEvent.StageStarted("ppo", "ppo", 0, 40));
        progress.accept(new RunEvent.IterationRepeated("ppo", 3, "the critic's worker crashed"));
        progress.accept(new RunEvent.Evaluated("ppo", "before", -1.25, 0.5));
        progress.accept(new RunEvent.Evaluated("sft", "after", Double.NaN, Double.NaN));
        progress.accept(new RunEvent.RewardGamed("ppo", "stage ppo has been gamed"));
        progress.close();
        assertEquals("""
                ppo: 40 iterations
                ppo: iteration 3 is repeated: the critic's worker crashed
                ppo: reward before -1.250 (sd 0.500)
                warning: stage ppo has been gamed
                """, seen());
    }

    @Test
    void whereNetworksMoveIsALineOfItsOwn() {
        var progress = progress(0);
        progress.accept(new RunEvent.Replanned("ppo", 8, "critic moves from node0/cpu0 to node0/cpu1"));
        assertEquals("ppo: replanned after iteration 8: critic moves from node0/cpu0 to node0/cpu1\n", seen());
    }

    @Test
    void aResumedStageSaysWhereItGoesOn() {
        var progress = progress(0);
        progress.accept(new RunEvent.StageStarted("ppo", "ppo", 8, 40));
        assertTrue(seen().contains("after iteration 8"), seen());
        assertFalse(seen().contains("?"));
    }

    private Progress progress(int columns) {
        var terminal = new Terminal(
                new BufferedReader(new StringReader("")),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                columns,
                Path.of(""));
        return new Progress(terminal, () -> nanos);
    }

    private void runTwoIterations(Progress progress) {
        progress.accept(new RunEvent.StageStarted("ppo", "ppo", 0, 40));
        for (int i = 1; i <= 2; i++) {
            progress.accept(new RunEvent.StepStarted("ppo", i, "generate-policy"));
            nanos += 2_000_000_000L;
            progress.accept(new RunEvent.StepFinished("ppo", i, "generate-policy", 2));
            progress.accept(new RunEvent.IterationFinished(
                    "ppo", i, 40, Map.of("objective/reward_mean", 0.5, "objective/kl", 0.02)));
        }
        progress.close();
    }

    /** What is left on the screen once every erased line is gone. */
    private String seen() {
        var screen = new StringBuilder();
        var text = err.toString();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\u001b[2A\r\u001b[J", i)) {
                for (int line = 0; line < 2; line++) {
                    screen.setLength(screen.lastIndexOf("\n", screen.length() - 2) + 1);
                }
                i += "\u001b[2A\r\u001b[J".length() - 1;
            } else {
                screen.append(text.charAt(i));
            }
        }
        return screen.toString();
    }
}
