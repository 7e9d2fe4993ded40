package io.akkord.placement.instance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * ReaL's planning problem: one option for each call, such that the simulated iterations end soonest.
 *
 * @param devices of the cluster
 * @param deviceBytes memory of each device
 * @param epochs iterations to simulate, at least one
 * @param edges from and to, as places in {@code calls}; free of cycles, perhaps repeated
 * @param transferMicros absent transfers take no time
 * @param heuristic the option of each call in a plan to compare with, or empty
 */
public record PlanInstance(
        int devices,
        long deviceBytes,
        int epochs,
        List<DeviceRange> meshes,
        List<ModelCall> calls,
        List<Edge> edges,
        Map<Transfer, Long> transferMicros,
        List<Integer> heuristic) {

    /** The call at {@code to} waits for the call at {@code from}. */
    public record Edge(int from, int to) {}

    public PlanInstance {
        meshes = List.copyOf(meshes);
        calls = List.copyOf(calls);
        edges = List.copyOf(edges);
        transferMicros = Map.copyOf(transferMicros);
        heuristic = List.copyOf(heuristic);
    }

    /** The call with which a train call exchanges parameters: the last other call of its role. */
    OptionalInt partner(int call) {
        ModelCall train = calls.get(call);
        return train.trains()
                ? IntStream.range(0, calls.size())
                        .filter(other -> !calls.get(other).trains()
                                && calls.get(other).role().equals(train.role()))
                        .reduce((first, second) -> second)
                : OptionalInt.empty();
    }

    /** Microseconds to move the parameters of a call from one layout to another. */
    long transferMicros(int call, Strategy from, Strategy to) {
        return from.equals(to)
                ? 0
                : transferMicros.getOrDefault(new Transfer(calls.get(call).size(), from, to), 0L);
    }

    /** The calls of an iteration that wait for no other of it. */
    int[] sources() {
        return IntStream.range(0, calls.size())
                .filter(call -> edges.stream().noneMatch(edge -> edge.to() == call))
                .toArray();
    }

    /** The calls of an iteration that no other waits for. */
    int[] sinks() {
        return IntStream.range(0, calls.size())
                .filter(call -> edges.stream().noneMatch(edge -> edge.from() == call))
                .toArray();
    }

    /** A call that waits for itself, by way of others. */
    public OptionalInt callOnCycle() {
        var waiting = new boolean[calls.size()];
        Arrays.fill(waiting, true);
        for (int round = 0; round < calls.size(); round++) {
            for (int call = 0; call < calls.size(); call++) {
                int place = call;
                waiting[call] &= edges.stream().anyMatch(edge -> edge.to() == place && waiting[edge.from()]);
            }
        }
        return IntStream.range(0, calls.size()).filter(call -> waiting[call]).findFirst();
    }

    /** A cost of all epochs together, in microseconds, as seconds of one. */
    public double secondsPerIteration(double micros) {
        return micros / 1e6 / epochs;
    }

    /** What no plan takes longer than, penalty included; in microseconds. */
    public double mostMicros() {
        double transfer = transferMicros.values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        double iteration = 0;
        for (ModelCall call : calls) {
            iteration += 4 * transfer
                    + call.options().stream()
                            .mapToLong(CallOption::micros)
                            .max()
                            .orElse(0);
        }
        return Makespan.OUT_OF_MEMORY * epochs * iteration;
    }
}
