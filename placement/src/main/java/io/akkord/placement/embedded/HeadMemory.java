package io.akkord.placement.embedded;

import static io.akkord.placement.embedded.TrunkMemory.indices;
import static io.akkord.placement.embedded.TrunkMemory.numbers;

import io.akkord.placement.model.ModelShape;

/** What reading hidden states takes and gives back: log-probs in strips, numbers of a scalar head, the draw of a token. */
final class HeadMemory {

    /** Numbers of a strip of the vocabulary's width, and its fewest rows, as {@code VocabularyHead} cuts them. */
    private static final long STRIP_NUMBERS = 1 << 21;

    private static final int FEWEST_ROWS = 16;

    /** The sampler sums blocks of this many tokens where there are more than sixteen of them. */
    private static final int BLOCK = 256;

    private static final int MOST_SINGLE = 16 * BLOCK;

    /** A float64 number. */
    private static final int WIDE_NUMBER = 8;

    private final ModelShape shape;
    private final Ledger ledger;

    HeadMemory(ModelShape shape, Ledger ledger) {
        this.shape = shape;
        this.ledger = ledger;
    }

    private long strip() {
        return Math.max(FEWEST_ROWS, STRIP_NUMBERS / shape.vocabulary());
    }

    /** Work on a strip of so many rows. */
    private interface Strip {
        void of(long rows);
    }

    private void strips(long reads, Strip each) {
        for (long row = 0; row < reads; row += strip()) {
            each.of(Math.min(strip(), reads - row));
        }
    }

    /** Log-probs of {@code reads} targets; {@code kept} for the way back. */
    void logprobs(long reads, boolean kept) {
        ledger.take(indices(reads));
        strips(reads, rows -> {
            long matrix = numbers(rows, shape.vocabulary());
            ledger.take(matrix, matrix);
            ledger.give(matrix);
            ledger.take(numbers(rows, 1));
            ledger.give(kept ? 0 : matrix);
        });
        joined(reads);
    }

    /** Strips of one number a row become one vector, then float64. */
    private void joined(long reads) {
        ledger.take(numbers(reads, 1));
        ledger.give(numbers(reads, 1));
        widened(reads);
    }

    private void widened(long reads) {
        ledger.take(WIDE_NUMBER * reads);
        ledger.give(numbers(reads, 1));
    }

    /** The derivative, from slopes to the gradient of the hidden states. */
    void differentiate(long reads, boolean entropyBonus) {
        ledger.take(numbers(reads, 1), numbers(reads, 1));
        strips(reads, rows -> {
            long matrix = numbers(rows, shape.vocabulary());
            long column = numbers(rows, 1);
            ledger.take(matrix, column, column);
            ledger.give(column);
            if (entropyBonus) {
                ledger.brief(matrix);
            }
            ledger.brief(column);
            ledger.take(numbers(rows, shape.hidden()));
            ledger.give(matrix);
        });
        ledger.brief(numbers(reads, shape.hidden()));
        joined(reads);
    }

    /** Numbers of a scalar head. */
    void numbersOf(long reads) {
        ledger.take(numbers(reads, 1));
        widened(reads);
    }

    /** Their derivative, to the gradients of the hidden states and of the head. */
    void differentiateNumbers(long reads) {
        long row = numbers(1, shape.hidden());
        ledger.take(WIDE_NUMBER * reads, numbers(reads, 1), numbers(reads, shape.hidden()), row);
        ledger.give(numbers(reads, 1));
        ledger.take(row);
        ledger.give(row);
    }

    /** Ids and log-probs of the next token of each row, by plain sampling. */
    void draw(long rows) {
        long matrix = numbers(rows, shape.vocabulary());
        ledger.take(matrix, matrix);
        ledger.give(matrix);
        if (shape.vocabulary() > MOST_SINGLE) {
            drawByBlocks(rows);
        } else {
            ledger.take(2 * matrix, 2 * matrix);
            ledger.give(2 * matrix, 2 * matrix);
        }
        ledger.give(matrix);
        ledger.take(indices(rows), WIDE_NUMBER * rows);
    }

    private void drawByBlocks(long rows) {
        long blocks = (shape.vocabulary() + BLOCK - 1) / BLOCK;
        long padded = shape.vocabulary() % BLOCK == 0 ? 0 : numbers(rows, blocks * BLOCK);
        long sums = numbers(rows, blocks);
        ledger.take(padded, sums, 2 * sums, 2 * sums);
        ledger.give(2 * sums, sums);
        long hit = numbers(rows, BLOCK);
        ledger.take(indices(rows), indices(rows), hit);
        ledger.give(padded);
        ledger.take(2 * hit, 2 * hit);
        ledger.give(2 * hit, 2 * hit, hit, indices(rows), indices(rows), 2 * sums);
    }
}
