package io.akkord.configs;

import java.time.Duration;
import java.util.List;

/**
 * How a run behaves, whatever it computes. None but {@code precision} changes what is learned, rounding aside.
 *
 * @param precision {@code float32} or {@code float64}
 * @param devices devices of the embedded node, 0 for one a core
 * @param microBatch rows a network reads at once, in training and inference
 * @param generationBatch responses generated at once
 * @param checkpointEvery iterations between checkpoints; the last of a stage is always kept
 * @param keepCheckpoints how many of the newest stay on disk
 * @param evaluationPrompts how many prompts are answered before the first and after the last update
 * @param samplesKept responses written to {@code samples.jsonl} each time
 * @param stepDeadline how long one step of a workflow may take before its worker counts as lost
 * @param rewardTimeout how long a reward may think about one response before it counts as unscored
 * @param retries how often an iteration is repeated after a failure of the machinery
 * @param drills failures to rehearse, {@code step@iteration} from 0: the worker of that step is crashed in its middle
 */
public record RuntimeSettings(
        String precision,
        int devices,
        int microBatch,
        int generationBatch,
        int checkpointEvery,
        int keepCheckpoints,
        int evaluationPrompts,
        int samplesKept,
        Duration stepDeadline,
        Duration rewardTimeout,
        int retries,
        List<String> drills) {

    public RuntimeSettings {
        drills = List.copyOf(drills);
        check(
                precision.equals("float32") || precision.equals("float64"),
                "precision must be float32 or float64, was " + precision);
        atLeast(0, devices, "devices");
        atLeast(1, microBatch, "micro-batch");
        atLeast(1, generationBatch, "generation-batch");
        atLeast(1, checkpointEvery, "checkpoint-every");
        atLeast(1, keepCheckpoints, "keep-checkpoints");
        atLeast(0, evaluationPrompts, "evaluation-prompts");
        atLeast(0, samplesKept, "samples-kept");
        check(stepDeadline.isPositive(), "step-deadline must be longer than 0s, was " + stepDeadline);
        check(rewardTimeout.isPositive(), "reward-timeout must be longer than 0s, was " + rewardTimeout);
        atLeast(0, retries, "retries");
    }

    private static void atLeast(int least, int value, String key) {
        check(value >= least, key + " must be at least " + least + ", was " + value);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
