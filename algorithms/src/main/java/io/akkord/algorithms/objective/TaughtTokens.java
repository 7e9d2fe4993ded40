package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Sequence;
import java.util.List;

/**
 * Which tokens teach: those the policy sampled, in responses that have a score.
 *
 * <p>A response that could not be scored (its score is NaN) has no advantage worth the name; it is in no loss and in no
 * denominator. Where the columns hold no scores every sampled token teaches.
 *
 * @param mask {@code [sequences][response tokens]}
 * @param lengths {@code [sequences]}, taught tokens of each
 */
record TaughtTokens(boolean[][] mask, int[] lengths) {

    /**
     * What a loss is divided by.
     *
     * @param tokens that teach
     * @param sequences with at least one of them
     */
    record Counts(long tokens, long sequences) {

        /** The part of the step's tokens that some rows hold, as the weight of what is measured once a step. */
        double share(TaughtTokens rows) {
            return tokens == 0 ? 0 : (double) rows.counts().tokens / tokens;
        }
    }

    /** The taught tokens of a column of rows. */
    static TaughtTokens of(Experience columns, Column<? extends Rows<? extends Row>> rows) {
        Rows<? extends Row> items = columns.get(rows);
        List<Sequence> sequences = items.sequences();
        var mask = new boolean[sequences.size()][];
        var lengths = new int[sequences.size()];
        for (int i = 0; i < mask.length; i++) {
            Sequence sequence = sequences.get(i);
            boolean unscored = columns.has(Column.SCORES)
                    && Double.isNaN(columns.get(Column.SCORES).values()[i * items.size() / mask.length]);
            mask[i] = unscored ? new boolean[sequence.responseLength()] : sequence.sampled();
            lengths[i] = unscored ? 0 : sequence.sampledTokens();
        }
        return new TaughtTokens(mask, lengths);
    }

    Counts counts() {
        long tokens = 0;
        long sequences = 0;
        for (int length : lengths) {
            tokens += length;
            sequences += length > 0 ? 1 : 0;
        }
        return new Counts(tokens, sequences);
    }
}
