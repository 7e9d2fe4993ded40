package io.akkord.placement.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Mesh.Span;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeshTest {

    @Test
    void neighboursAreOneRun() {
        assertEquals(Mesh.of(2, 4), Mesh.ofDevices(2, 3, 4, 5));
        assertEquals(Mesh.of(2, 4), new Mesh(List.of(new Span(2, 3), new Span(3, 6))));
        assertEquals("2-5", Mesh.of(2, 4).toString());
        assertEquals("0,3-4", Mesh.ofDevices(0, 3, 4).toString());
    }

    @Test
    void ranksCountThroughTheRuns() {
        Mesh mesh = Mesh.ofDevices(1, 4, 5, 9);
        assertEquals(4, mesh.size());
        assertEquals(5, mesh.device(2));
        assertArrayEquals(new int[] {1, 4, 5, 9}, mesh.devices().toArray());
        assertThrows(IllegalArgumentException.class, () -> mesh.device(4));
    }

    @Test
    void aMeshThatOverlapsItselfIsRefused() {
        assertEquals("a mesh overlaps itself at device 3", refusal(() -> Mesh.ofDevices(3, 3, 4)));
        assertEquals("a mesh overlaps itself at device 3", refusal(() -> Mesh.ofDevices(5, 3, 2)));
        assertEquals("a mesh needs a device", refusal(() -> new Mesh(List.of())));
        assertEquals("devices 3 to 3 are no span", refusal(() -> Mesh.of(3, 0)));
    }

    private static String refusal(Runnable making) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, making::run).getMessage());
    }

    @Test
    void meshesOverlapWhereTheyShareADevice() {
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            BitSet mine = some(random);
            BitSet theirs = some(random);
            Mesh a = Mesh.ofDevices(mine.stream().toArray());
            Mesh b = Mesh.ofDevices(theirs.stream().toArray());
            assertEquals(mine.intersects(theirs), a.overlaps(b), a + " and " + b);
            assertEquals(mine.intersects(theirs), b.overlaps(a), a + " and " + b);
        }
        assertTrue(Mesh.of(0, 8).contains(7));
        assertFalse(Mesh.of(0, 8).contains(8));
    }

    private static BitSet some(Random random) {
        var some = new BitSet();
        some.set(random.nextInt(24));
        for (int i = random.nextInt(6); i > 0; i--) {
            some.set(random.nextInt(24));
        }
        return some;
    }

    @Test
    void aLayoutTakesAsManyDevicesAsItsCut() {
        var cut = new Parallelism(2, 2, 3);
        var layout = new Layout(Mesh.of(8, 12), cut);
        assertEquals(8 + (2 * 2 + 1) * 2 + 1, layout.device(2, 1, 1));
        assertEquals("2x2x3 on 8-19", layout.toString());
        assertThrows(IllegalArgumentException.class, () -> new Layout(Mesh.of(0, 11), cut));
        assertThrows(IllegalArgumentException.class, () -> new Parallelism(0, 1, 1));
        assertThrows(ArithmeticException.class, () -> new Parallelism(1 << 20, 1 << 20, 1).ranks());
    }
}
