package io.akkord.placement.instance;

import java.util.ArrayList;
import java.util.List;

/** An instance as plain arrays, shared by all threads: what an option costs, and which meshes touch. */
final class OptionTable {

    final int calls;
    final int epochs;
    final int meshes;
    final long deviceBytes;
    final int devices;

    /** {@code [mesh]} */
    final int[] meshDevices;

    /** {@code [call][option]} */
    final int[][] mesh;

    final long[][] micros;
    final long[][] residentBytes;
    final long[][] workingBytes;
    final int[][] layout;

    /** {@code [call][layout of its partner][own layout]}: into the layout of a train call, and back. */
    final long[][][] into;

    final long[][][] back;

    /** {@code [mesh * meshes + other]}: all ones where they share a device, else zero. */
    final long[] overlap;

    /** {@code [mesh * meshes + other]}: all ones where {@code other} covers the first device of {@code mesh}. */
    final long[] covered;

    final TaskGraph graph;

    OptionTable(PlanInstance instance) {
        calls = instance.calls().size();
        epochs = instance.epochs();
        meshes = instance.meshes().size();
        deviceBytes = instance.deviceBytes();
        devices = instance.devices();
        meshDevices = instance.meshes().stream().mapToInt(DeviceRange::devices).toArray();
        graph = new TaskGraph(instance);
        mesh = new int[calls][];
        micros = new long[calls][];
        residentBytes = new long[calls][];
        workingBytes = new long[calls][];
        layout = new int[calls][];
        List<List<Strategy>> layouts = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            layouts.add(fill(call, instance.calls().get(call).options()));
        }
        into = new long[calls][][];
        back = new long[calls][][];
        for (int call = 0; call < calls; call++) {
            int partner = graph.partner(call);
            if (partner >= 0) {
                fillTransfers(instance, call, layouts.get(partner), layouts.get(call));
            }
        }
        overlap = new long[meshes * meshes];
        covered = new long[meshes * meshes];
        for (int one = 0; one < meshes; one++) {
            for (int other = 0; other < meshes; other++) {
                DeviceRange first = instance.meshes().get(one);
                DeviceRange second = instance.meshes().get(other);
                overlap[one * meshes + other] = first.overlaps(second) ? -1 : 0;
                covered[one * meshes + other] = second.covers(first.first()) ? -1 : 0;
            }
        }
    }

    private List<Strategy> fill(int call, List<CallOption> options) {
        int count = options.size();
        mesh[call] = new int[count];
        micros[call] = new long[count];
        residentBytes[call] = new long[count];
        workingBytes[call] = new long[count];
        layout[call] = new int[count];
        List<Strategy> layouts =
                options.stream().map(CallOption::strategy).distinct().toList();
        for (int number = 0; number < count; number++) {
            CallOption option = options.get(number);
            mesh[call][number] = option.mesh();
            micros[call][number] = option.micros();
            residentBytes[call][number] = option.residentBytes();
            workingBytes[call][number] = option.peakBytes() - option.residentBytes();
            layout[call][number] = layouts.indexOf(option.strategy());
        }
        return layouts;
    }

    private void fillTransfers(PlanInstance instance, int call, List<Strategy> others, List<Strategy> own) {
        into[call] = new long[others.size()][own.size()];
        back[call] = new long[others.size()][own.size()];
        for (int far = 0; far < others.size(); far++) {
            for (int near = 0; near < own.size(); near++) {
                into[call][far][near] = instance.transferMicros(call, others.get(far), own.get(near));
                back[call][far][near] = instance.transferMicros(call, own.get(near), others.get(far));
            }
        }
    }
}
