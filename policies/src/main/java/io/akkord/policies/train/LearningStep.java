package io.akkord.policies.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.objective.Objective;
import io.akkord.policies.transformer.PromptGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One optimiser step that is asked for.
 *
 * @param objective what is to become smaller
 * @param rowsColumn the column that holds the sequences
 * @param experience all rows of the step
 * @param temperature what the logits are divided by
 * @param microBatchRows most rows in one pass
 */
record LearningStep(
        Objective objective,
        Column<? extends Rows<? extends Row>> rowsColumn,
        Experience experience,
        double temperature,
        int microBatchRows) {

    Rows<? extends Row> rows() {
        return experience.get(rowsColumn);
    }

    /** The rows of each pass, those with one prompt together, in the share of one of the copies of a network. */
    List<int[]> passes(int copy, int copies) {
        int[] order = PromptGroups.together(
                rows().items().stream().map(row -> row.sequences().getFirst()).toList());
        int end = (int) ((long) order.length * (copy + 1) / copies);
        var passes = new ArrayList<int[]>();
        for (int start = (int) ((long) order.length * copy / copies); start < end; start += microBatchRows) {
            passes.add(Arrays.copyOfRange(order, start, Math.min(end, start + microBatchRows)));
        }
        return passes;
    }
}
