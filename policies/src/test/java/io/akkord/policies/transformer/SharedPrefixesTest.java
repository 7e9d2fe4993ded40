package io.akkord.policies.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPrefixesTest {

    private static final List<int[]> ROWS = List.of(
            new int[] {7, 8, 1, 2}, new int[] {7, 8, 1, 3}, new int[] {9, 8, 1}, new int[] {7, 8}, new int[] {9, 8});
    private static final int[] LENGTHS = {4, 4, 3, 2, 1};

    @Test
    void equalTokensAreOneOnlyBehindEqualTokens() {
        SharedPrefixes shared = SharedPrefixes.of(ROWS, LENGTHS, false);
        assertTrue(shared.isShared());
        assertEquals(8, shared.tokens());
        assertArrayEquals(new int[] {0, 1, 2, 3}, shared.places(0));
        assertArrayEquals(new int[] {0, 1, 2, 4}, shared.places(1));
        assertArrayEquals(new int[] {5, 6, 7}, shared.places(2));
        assertArrayEquals(new int[] {0, 1}, shared.places(3));
        assertArrayEquals(new int[] {5}, shared.places(4));
    }

    @Test
    void rowsThatBeginOthersNeedNoAttentionOfTheirOwn() {
        SharedPrefixes shared = SharedPrefixes.of(ROWS, LENGTHS, false);
        assertEquals(List.of(0, 1, 2), shared.attended());
        assertArrayEquals(new long[] {0, 1, 2, 3, 0, 1, 2, 4, 5, 6, 7}, shared.spread());
        assertArrayEquals(new long[] {0, 1, 2, 3, 7, 8, 9, 10}, shared.gathered());
    }

    @Test
    void attentionSeesEveryRowWhoseKeysAreKept() {
        SharedPrefixes shared = SharedPrefixes.of(ROWS, LENGTHS, true);
        assertEquals(List.of(0, 1, 2, 3, 4), shared.attended());
        assertEquals(14, shared.spread().length);
        assertEquals(8, shared.tokens());
    }

    @Test
    void rowsThatShareTooLittleAreLeftApart() {
        var rows = List.of(new int[20], new int[20]);
        rows.get(1)[1] = 1;
        SharedPrefixes apart = SharedPrefixes.of(rows, new int[] {20, 20}, false);
        assertFalse(apart.isShared());
        assertEquals(40, apart.tokens());
        assertEquals(20, apart.places(1)[0]);
        assertEquals(List.of(0, 1), apart.attended());
    }
}
