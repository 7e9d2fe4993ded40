package io.akkord.policies.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    /** The known answers of Random123, kat_vectors, philox4x32 10. */
    @Test
    void blocksAreThoseOfTheReference() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, Philox.block(0, 0, 0, 0, 0, 0));
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, Philox.block(-1, -1, -1, -1, -1, -1));
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                Philox.block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    @Test
    void everyPartOfTheKeyMatters() {
        var seen = new HashSet<Double>();
        for (long large : new long[] {0, 1, 1L << 32, -1}) {
            for (int small : new int[] {0, 1, -1}) {
                seen.add(Philox.uniform(new RunKey(large, 7), 7, 7, small + 7));
                seen.add(Philox.uniform(new RunKey(7, large), 7, small + 7, 7));
                seen.add(Philox.uniform(new RunKey(7, 7), large, 7, small + 9));
            }
        }
        assertEquals(36, seen.size());
    }

    @Test
    void uniformsFillTheUnitIntervalEvenly() {
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        double product = 0;
        double last = 0.5;
        for (int i = 0; i < n; i++) {
            double u = Philox.uniform(new RunKey(3, 0), i / 10, 0, i % 10);
            assertTrue(u > 0 && u < 1);
            sum += u;
            squares += u * u;
            product += (u - 0.5) * (last - 0.5);
            last = u;
        }
        assertEquals(0.5, sum / n, 4 * Math.sqrt(1.0 / 12 / n));
        assertEquals(1.0 / 3, squares / n, 4 * Math.sqrt(4.0 / 45 / n));
        assertEquals(0, product / n, 4.0 / 12 / Math.sqrt(n));
    }
}
