package io.akkord.policies.generate;

/**
 * Philox4x32-10 (Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3"): random bits as a function of a key
 * and a counter, without state.
 *
 * <p>So a token's uniform is a function of its place alone: which batch, row, device or thread samples it cannot matter,
 * and nothing has to be saved to go on after a restart.
 */
final class Philox {

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    private static final double UNIT = 0x1p-48;

    private Philox() {}

    /** The block of 128 bits at a counter of four words, under a key of two. */
    static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = MULTIPLIER_0 * (c0 & LOW);
            long p1 = MULTIPLIER_1 * (c2 & LOW);
            int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            c0 = n0;
            c2 = n2;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return new int[] {c0, c1, c2, c3};
    }

    /**
     * The uniform, strictly between 0 and 1, of one token.
     *
     * <p>The key is wider than Philox's counter, so it goes in twice: what seed, iteration and sample give is the key
     * under which prompt and position are counted.
     */
    static double uniform(RunKey run, long promptIndex, int sample, int position) {
        int[] key = block((int) run.iteration(), (int) (run.iteration() >>> 32), sample, 0, (int) run.seed(), (int)
                (run.seed() >>> 32));
        int[] bits = block((int) promptIndex, (int) (promptIndex >>> 32), position, key[2], key[0], key[1]);
        long high = bits[0] & LOW;
        long low = bits[1] & 0xFFFFL;
        return ((high << 16 | low) + 0.5) * UNIT;
    }
}
