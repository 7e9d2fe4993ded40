package io.akkord.actors.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WireTableTest {

    record First(int number) {}

    record Second(int number) {}

    /** Lines may be added; a line that changes breaks every cluster that is updated node by node. */
    @Test
    void numbersNeverChange() {
        String lines = WireTable.core().types().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().getSimpleName())
                .collect(Collectors.joining("\n"));
        assertEquals("""
                10 List
                11 Set
                12 Map
                13 Optional
                14 Duration
                15 ActorRef
                16 boolean[]
                17 byte[]
                18 int[]
                19 long[]
                20 float[]
                21 double[]
                22 double[][]
                40 Role
                41 Ending
                42 Prompt
                43 Rollout
                44 Demonstration
                45 PreferencePair
                46 Rows
                47 TokenGrid
                48 Scores
                49 State
                50 Experience
                51 Metrics
                52 Mean
                53 LabelledResponse
                70 DType
                71 TensorHead
                72 WeightsHead
                73 ColumnRef
                74 Serve
                75 TensorSlice
                76 Forget""", lines);
    }

    @Test
    void fingerprintTellsTablesApart() {
        var first = WireTable.core().from(WireTable.FIRST_FREE, First.class);
        assertEquals(
                first.fingerprint(),
                WireTable.core().from(WireTable.FIRST_FREE, First.class).fingerprint());
        assertNotEquals(first.fingerprint(), WireTable.core().fingerprint());
        assertNotEquals(
                first.fingerprint(),
                WireTable.core().from(WireTable.FIRST_FREE, Second.class).fingerprint());
    }

    @Test
    void numberIsGivenOnce() {
        var table = WireTable.core().from(WireTable.FIRST_FREE, First.class);
        assertThrows(IllegalArgumentException.class, () -> table.from(WireTable.FIRST_FREE, Second.class));
        assertThrows(IllegalArgumentException.class, () -> table.from(WireTable.FIRST_FREE + 1, First.class));
    }
}
