package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh.Span;
import io.akkord.placement.cluster.Parallelism;

/** The devices of a layout that hold some tensor slices of some stages, all copies of them, ascending. */
final class Devices {

    private final Parallelism cut;
    private final int[] deviceOf;
    private final int[] held;
    private int count;

    Devices(Layout layout) {
        cut = layout.parallelism();
        deviceOf = new int[cut.ranks()];
        held = new int[cut.ranks()];
        int rank = 0;
        for (Span span : layout.mesh().spans()) {
            for (int device = span.from(); device < span.to(); device++) {
                deviceOf[rank++] = device;
            }
        }
    }

    /** Forgets the devices chosen before. */
    Devices none() {
        count = 0;
        return this;
    }

    /** Chooses slices {@code from} to {@code to}, the end excluded, of a stage after those chosen already. */
    Devices and(int stage, int from, int to) {
        for (int copy = 0; copy < cut.data(); copy++) {
            for (int slice = from; slice < to; slice++) {
                held[count++] = deviceOf[cut.rank(stage, copy, slice)];
            }
        }
        return this;
    }

    int count() {
        return count;
    }

    int get(int place) {
        return held[place];
    }
}
