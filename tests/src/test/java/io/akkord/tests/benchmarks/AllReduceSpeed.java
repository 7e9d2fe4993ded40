package io.akkord.tests.benchmarks;

import io.akkord.actors.collective.CollectiveHub;
import io.akkord.actors.collective.GroupKey;
import io.akkord.actors.collective.Member;
import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Seconds of an all-reduce of float32: prints the median and the least of some rounds, after as many to warm up.
 *
 * <p>{@code memory RANKS BYTES ROUNDS} lets ranks of one JVM meet; {@code sockets RANK PORT,PORT,... BYTES ROUNDS} is one
 * rank of as many processes as there are ports on this machine.
 */
public final class AllReduceSpeed {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final GroupKey KEY = new GroupKey(1, "policy", 1, "data");

    private AllReduceSpeed() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        long bytes = Long.parseLong(arguments[arguments.length - 2]);
        int rounds = Integer.parseInt(arguments[arguments.length - 1]);
        if (arguments[0].equals("memory")) {
            inMemory(Integer.parseInt(arguments[1]), bytes, rounds);
        } else {
            overSockets(Integer.parseInt(arguments[1]), ports(arguments[2]), bytes, rounds);
        }
    }

    private static int[] ports(String list) {
        return Arrays.stream(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static void inMemory(int ranks, long bytes, int rounds) throws InterruptedException, ExecutionException {
        try (var hub = CollectiveHub.alone(DEADLINE, interval -> {});
                var threads = Executors.newFixedThreadPool(ranks)) {
            var members = new ArrayList<Member>();
            for (int rank = 0; rank < ranks; rank++) {
                members.add(new Member("cpu-" + rank, hub.address()));
            }
            var work = new ArrayList<Callable<double[]>>();
            for (int rank = 0; rank < ranks; rank++) {
                Collective group = hub.join(KEY, members, rank, () -> "benchmark");
                work.add(() -> onDevice(group, bytes, rounds));
            }
            List<Future<double[]>> seconds = threads.invokeAll(work);
            print(seconds.getFirst().get());
        }
    }

    private static void overSockets(int rank, int[] ports, long bytes, int rounds) {
        var at = new InetSocketAddress("127.0.0.1", ports[rank]);
        try (var plane = SocketPlane.open(at, "", null);
                var hub = CollectiveHub.on(plane, DEADLINE, interval -> {})) {
            var members = Arrays.stream(ports)
                    .mapToObj(port -> new Member("port-" + port, new InetSocketAddress("127.0.0.1", port)))
                    .toList();
            double[] seconds = onDevice(hub.join(KEY, members, rank, () -> "benchmark"), bytes, rounds);
            if (rank == 0) {
                print(seconds);
            }
        }
    }

    /** As in a run. */
    private static double[] onDevice(Collective group, long bytes, int rounds) {
        try (var device = Device.open("cpu-" + group.rank(), interval -> {})) {
            return device.submit("", () -> measure(group, bytes, rounds)).join();
        }
    }

    private static double[] measure(Collective group, long bytes, int rounds) {
        MemorySegment array = Arena.ofAuto().allocate(bytes, 64);
        var fresh = new float[Math.toIntExact(bytes / Float.BYTES)];
        Arrays.fill(fresh, group.rank() + 1);
        var seconds = new double[rounds];
        for (int round = -rounds; round < rounds; round++) {
            array.copyFrom(MemorySegment.ofArray(fresh));
            group.allReduce(MemorySegment.ofArray(new long[1]), ElementType.INT64);
            long start = System.nanoTime();
            group.allReduce(array, ElementType.FLOAT32);
            if (round >= 0) {
                seconds[round] = (System.nanoTime() - start) / 1e9;
            }
            float expected = group.ranks() * (group.ranks() + 1) / 2f;
            if (array.getAtIndex(ValueLayout.JAVA_FLOAT, bytes / Float.BYTES - 1) != expected) {
                throw new IllegalStateException("a wrong sum");
            }
        }
        return seconds;
    }

    private static void print(double[] seconds) {
        Arrays.sort(seconds);
        System.out.printf(Locale.ROOT, "%.6f %.6f%n", seconds[seconds.length / 2], seconds[0]);
    }
}
