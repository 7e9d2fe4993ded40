package io.akkord.algorithms.objective;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.Sequence;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tokens teach: those the policy sampled, in responses that have a score.
 *
 * <p>A response that could not be scored (its score is NaN) has no advantage worth the name; it is in no loss and in no
 * denominator. Where the columns hold no scores every sampled token teaches.
 *
 * @param mask {@code [sequences][response tokens]}
 * @param lengths {@code [sequences]}, taught tokens of each
 * @param prompts {@code [sequences]}, which prompt each answers: its place in its data set, or its tokens where rows do not
 *     say
 */
record TaughtTokens(boolean[][] mask, int[] lengths, Object[] prompts) {

    /**
     * What a loss is divided by.
     *
     * @param tokens that teach
     * @param sequences with at least one of them
     * @param prompts tokens that answer each, prompts without any left out
     */
    record Counts(long tokens, long sequences, Map<Object, Long> prompts) {

        long tokensOf(Object prompt) {
            return prompts.getOrDefault(prompt, 0L);
        }

        /** The part of the step's tokens that some rows hold, as the weight of what is measured once a step. */
        double share(TaughtTokens rows) {
            return tokens == 0 ? 0 : (double) rows.counts().tokens / tokens;
        }
    }

    /** The taught tokens of a column of rows that {@link Column#SCORES} speaks of, where it is there. */
    static TaughtTokens of(Experience columns, Column<? extends Rows<? extends Row>> rows) {
        return of(columns, rows, Column.SCORES);
    }

    /** The taught tokens of a column of rows. */
    static TaughtTokens of(Experience columns, Column<? extends Rows<? extends Row>> rows, Column<Scores> scores) {
        Rows<? extends Row> items = columns.get(rows);
        List<Sequence> sequences = items.sequences();
        var mask = new boolean[sequences.size()][];
        var lengths = new int[sequences.size()];
        var prompts = new Object[sequences.size()];
        for (int i = 0; i < mask.length; i++) {
            Sequence sequence = sequences.get(i);
            int row = i * items.size() / mask.length;
            boolean unscored =
                    columns.has(scores) && Double.isNaN(columns.get(scores).values()[row]);
            mask[i] = unscored ? new boolean[sequence.responseLength()] : sequence.sampled();
            lengths[i] = unscored ? 0 : sequence.sampledTokens();
            prompts[i] = items.items().get(row) instanceof Rollout rollout
                    ? (Object) rollout.prompt().index()
                    : IntBuffer.wrap(sequence.tokens(), 0, sequence.promptLength());
        }
        return new TaughtTokens(mask, lengths, prompts);
    }

    Counts counts() {
        long tokens = 0;
        long sequences = 0;
        var answering = new HashMap<Object, Long>();
        for (int i = 0; i < lengths.length; i++) {
            tokens += lengths[i];
            sequences += lengths[i] > 0 ? 1 : 0;
            if (lengths[i] > 0) {
                answering.merge(prompts[i], (long) lengths[i], Long::sum);
            }
        }
        return new Counts(tokens, sequences, answering);
    }
}
