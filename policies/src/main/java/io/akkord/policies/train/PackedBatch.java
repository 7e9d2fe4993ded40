package io.akkord.policies.train;

import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.policies.transformer.PackedRows;
import java.util.List;
import java.util.stream.IntStream;

/** Some rows of a step, laid out for one pass. */
final class PackedBatch {

    private final Output output;
    private final int[] rows;
    private final Experience columns;
    private final List<Sequence> sequences;
    private final PackedRows packed;

    PackedBatch(LearningStep step, int[] rows) {
        this.output = step.objective().output();
        this.rows = rows;
        this.columns = step.experience().select(rows);
        this.sequences = columns.get(step.rowsColumn()).sequences();
        this.packed =
                output == Output.SCORES ? PackedRows.lastTokens(sequences) : PackedRows.beforeResponses(sequences);
    }

    PackedRows packed() {
        return packed;
    }

    /** What an objective is asked, given what the network yields {@code [reads]}. */
    Objective.MicroBatch question(double[] outputs) {
        return new Objective.MicroBatch(
                rows, columns, new TokenGrid(packed.unpack(outputs), sequences.size() / rows.length));
    }

    /** 1 for each read whose token the policy chose itself, else 0 {@code [reads]}. */
    double[] sampled() {
        if (output != Output.LOGPROBS) {
            return new double[packed.reads()];
        }
        var mask = new double[sequences.size()][];
        for (int i = 0; i < mask.length; i++) {
            boolean[] sampled = sequences.get(i).sampled();
            mask[i] = IntStream.range(0, sampled.length)
                    .mapToDouble(t -> sampled[t] ? 1 : 0)
                    .toArray();
        }
        return packed.pack(mask);
    }
}
