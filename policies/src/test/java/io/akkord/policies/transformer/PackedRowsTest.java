package io.akkord.policies.transformer;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedRowsTest {

    /** Two rows of three tokens in, one of two, one that is not read at all. */
    private static final List<Sequence> SEQUENCES = List.of(
            Sequence.of(new int[] {10, 11}, new int[] {12}),
            Sequence.of(new int[] {20, 21}, new int[] {22, 23}),
            Sequence.of(new int[] {30, 31, 32}, new int[0]),
            Sequence.of(new int[] {40}, new int[] {41, 42, 43}));

    @Test
    void tokensStandBehindOneAnotherTheLongestRowFirst() {
        PackedRows rows = PackedRows.beforeResponses(SEQUENCES);
        OnDevice.run(() -> {
            try (var scope = new Scope()) {
                assertArrayEquals(
                        new long[] {20, 21, 22, 40, 41, 42, 10, 11},
                        rows.ids(scope).memory().toArray(JAVA_LONG));
                assertArrayEquals(
                        new long[] {0, 1, 2, 0, 1, 2, 0, 1},
                        rows.positions(scope).memory().toArray(JAVA_LONG));
                assertArrayEquals(
                        new long[] {1, 2, 3, 4, 5, 7},
                        rows.places(scope).memory().toArray(JAVA_LONG));
                assertArrayEquals(
                        new long[] {22, 23, 41, 42, 43, 12},
                        rows.targets(scope).memory().toArray(JAVA_LONG));
            }
        });
        assertArrayEquals(new long[] {3, 2}, rows.groupLengths());
        assertArrayEquals(new long[] {6, 2}, rows.groupTokens());
    }

    @Test
    void whatIsReadComesBackInTheOrderOfTheSequences() {
        PackedRows rows = PackedRows.beforeResponses(SEQUENCES);
        double[] packed = {1, 2, 3, 4, 5, 6};
        double[][] unpacked = rows.unpack(packed);
        assertArrayEquals(new double[][] {{6}, {1, 2}, {}, {3, 4, 5}}, unpacked);
        assertArrayEquals(packed, rows.pack(unpacked));
    }

    @Test
    void scoresAreReadAtTheLastToken() {
        PackedRows rows = PackedRows.lastTokens(SEQUENCES);
        assertEquals(4, rows.reads());
        OnDevice.run(() -> {
            try (var scope = new Scope()) {
                assertArrayEquals(
                        new long[] {3, 7, 10, 13}, rows.places(scope).memory().toArray(JAVA_LONG));
            }
        });
    }

    @Test
    void aResponseNeedsAPrompt() {
        var orphan = List.of(Sequence.of(new int[0], new int[] {1}));
        assertThrows(IllegalArgumentException.class, () -> PackedRows.beforeResponses(orphan));
    }
}
