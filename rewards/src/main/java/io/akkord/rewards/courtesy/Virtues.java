package io.akkord.rewards.courtesy;

import java.util.Random;

/**
 * What a written reply is meant to get right.
 *
 * @param answers it answers what was asked
 * @param kind it opens courteously
 * @param endsWell it closes with a wish, neither cut off nor rambling
 */
record Virtues(boolean answers, boolean kind, boolean endsWell) {

    /** Each with probability one half, independent of the others. */
    static Virtues random(Random random) {
        return new Virtues(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }
}
