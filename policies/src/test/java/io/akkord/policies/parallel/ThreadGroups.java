package io.akkord.policies.parallel;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** Runs all ranks of a cut network, each on a device of this JVM; sums are formed rank by rank. */
public final class ThreadGroups {

    private static final long DEADLINE_SECONDS = 60;

    private final Parallelism parallelism;
    private final Map<String, Meeting> meetings = new ConcurrentHashMap<>();

    private ThreadGroups(Parallelism parallelism) {
        this.parallelism = parallelism;
    }

    /** What each rank answers; a rank that fails fails the call, with the others' devices closed. */
    public static <T> List<T> onAllRanks(
            Parallelism parallelism, int virtualStages, BiFunction<Shard, Groups, T> work) {
        var groups = new ThreadGroups(parallelism);
        var devices = new ArrayList<Device>();
        var answers = new ArrayList<CompletableFuture<T>>();
        for (int rank = 0; rank < parallelism.ranks(); rank++) {
            var shard = new Shard(parallelism, virtualStages, rank);
            Device device = Device.open("rank-" + rank, interval -> {});
            devices.add(device);
            answers.add(device.submit("", () -> work.apply(shard, groups.of(shard))));
        }
        try {
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            devices.forEach(Device::close);
        }
    }

    private Groups of(Shard shard) {
        int tensor = parallelism.tensor();
        return new Groups(
                member("tensor " + shard.stage() + " " + shard.copy(), shard.slice(), tensor),
                member("data " + shard.stage() + " " + shard.slice(), shard.copy(), parallelism.data()),
                member("pipeline " + shard.copy() + " " + shard.slice(), shard.stage(), parallelism.pipeline()),
                member("copy " + shard.copy(), shard.stage() * tensor + shard.slice(), parallelism.shards()),
                member("all", shard.rank(), parallelism.ranks()));
    }

    private Collective member(String name, int rank, int ranks) {
        return new Member(meetings.computeIfAbsent(name, key -> new Meeting(key, ranks)), rank);
    }

    /** Where the ranks of a group meet. */
    private static final class Meeting {

        private final String name;
        private final int ranks;
        private final CyclicBarrier barrier;
        private final byte[][] offered;
        private final Map<String, BlockingQueue<byte[]>> mail = new ConcurrentHashMap<>();

        Meeting(String name, int ranks) {
            this.name = name;
            this.ranks = ranks;
            this.barrier = new CyclicBarrier(ranks);
            this.offered = new byte[ranks][];
        }

        byte[][] exchange(int rank, byte[] mine) {
            offered[rank] = mine;
            await();
            byte[][] all = offered.clone();
            await();
            return all;
        }

        private void await() {
            try {
                barrier.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new CollectiveFailed("the ranks of " + name + " did not meet", e);
            }
        }

        BlockingQueue<byte[]> mail(int from, int to) {
            return mail.computeIfAbsent(from + "-" + to, _ -> new LinkedBlockingQueue<>());
        }
    }

    private record Member(Meeting meeting, int rank) implements Collective {

        @Override
        public int ranks() {
            return meeting.ranks;
        }

        @Override
        public Pending startAllReduce(MemorySegment array, ElementType type) {
            byte[][] all = exchange(array);
            MemorySegment sum = MemorySegment.ofArray(all[0].clone());
            for (int other = 1; other < all.length; other++) {
                add(sum, MemorySegment.ofArray(all[other]), type);
            }
            array.copyFrom(sum);
            return () -> {};
        }

        @Override
        public Pending startReduceScatter(MemorySegment array, ElementType type) {
            return startAllReduce(array, type);
        }

        @Override
        public void allGather(MemorySegment array, ElementType type) {
            byte[][] all = exchange(array);
            long length = array.byteSize() / type.bytes();
            for (int other = 0; other < all.length; other++) {
                long from = length * other / all.length * type.bytes();
                long to = length * (other + 1) / all.length * type.bytes();
                MemorySegment.copy(MemorySegment.ofArray(all[other]), from, array, from, to - from);
            }
        }

        @Override
        public void broadcast(MemorySegment array, ElementType type, int root) {
            array.copyFrom(MemorySegment.ofArray(exchange(array)[root]));
        }

        @Override
        public void send(MemorySegment array, int to) {
            meeting.mail(rank, to).add(array.toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public void receive(MemorySegment array, int from) {
            try {
                byte[] sent = meeting.mail(from, rank).poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
                if (sent == null || sent.length != array.byteSize()) {
                    throw new CollectiveFailed("rank " + from + " of " + meeting.name + " sent "
                            + (sent == null ? "nothing" : sent.length + " bytes instead of " + array.byteSize()));
                }
                array.copyFrom(MemorySegment.ofArray(sent));
            } catch (InterruptedException e) {
                throw new CollectiveFailed("interrupted", e);
            }
        }

        private byte[][] exchange(MemorySegment array) {
            byte[][] all = meeting.exchange(rank, array.toArray(ValueLayout.JAVA_BYTE));
            for (byte[] one : all) {
                if (one.length != array.byteSize()) {
                    throw new CollectiveFailed("the arrays in " + meeting.name + " differ in length");
                }
            }
            return all;
        }

        private static void add(MemorySegment sum, MemorySegment more, ElementType type) {
            for (long at = 0; at < sum.byteSize(); at += type.bytes()) {
                switch (type) {
                    case FLOAT32 ->
                        sum.set(
                                ValueLayout.JAVA_FLOAT_UNALIGNED,
                                at,
                                sum.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at)
                                        + more.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
                    case FLOAT64 ->
                        sum.set(
                                ValueLayout.JAVA_DOUBLE_UNALIGNED,
                                at,
                                sum.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at)
                                        + more.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at));
                    case INT64 ->
                        sum.set(
                                ValueLayout.JAVA_LONG_UNALIGNED,
                                at,
                                sum.get(ValueLayout.JAVA_LONG_UNALIGNED, at)
                                        + more.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
                }
            }
        }
    }
}
