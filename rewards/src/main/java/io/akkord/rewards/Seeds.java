package io.akkord.rewards;

import java.util.Random;

/** Independent streams of randomness from one seed, for generated worlds: neighbouring seeds and other purposes share nothing. */
public final class Seeds {

    private Seeds() {}

    /** A stream that depends on the seed, the purpose and the row alone, so that a longer list begins with a shorter. */
    public static Random of(long seed, String purpose, long row) {
        return new Random(mix(mix(mix(seed) ^ purpose.hashCode()) + row));
    }

    /** SplitMix64's finaliser (Steele et al. 2014), a bijection that scatters neighbouring numbers. */
    public static long mix(long number) {
        long mixed = number + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
