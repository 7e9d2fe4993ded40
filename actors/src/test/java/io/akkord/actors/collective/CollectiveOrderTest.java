package io.akkord.actors.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Collective.Pending;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may go on at the same time does not get mixed up. */
class CollectiveOrderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    static Stream<List<Integer>> nodes() {
        return Stream.of(List.of(0, 0), List.of(0, 0, 0, 0), List.of(0, 1), List.of(0, 1, 2), List.of(0, 0, 1, 1));
    }

    /** Collectives that were started, others on the caller's thread and messages, in an order drawn from a seed. */
    @ParameterizedTest
    @MethodSource("nodes")
    void callsOfAnyKindFollowEachOther(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, DEADLINE)) {
            for (int seed = 0; seed < 5; seed++) {
                int drawn = seed;
                ranks.onAll("data " + seed, (group, rank) -> {
                    walk(group, new Random(drawn));
                    return rank;
                });
            }
        }
    }

    private static void walk(Collective group, Random random) {
        int ranks = group.ranks();
        long sum = ranks * (ranks - 1) / 2;
        record Started(Pending pending, MemorySegment array, long expected) {}
        var started = new ArrayList<Started>();
        for (int call = 0; call < 60; call++) {
            int longs = random.nextInt(4) == 0 ? 20_000 : 1 + random.nextInt(40);
            MemorySegment array = filled(longs, group.rank() + 1000L * call);
            long expected = sum + 1000L * call * ranks;
            switch (random.nextInt(5)) {
                case 0, 1 -> started.add(new Started(group.startAllReduce(array, ElementType.INT64), array, expected));
                case 2 -> {
                    group.allReduce(array, ElementType.INT64);
                    assertFilled(array, expected);
                }
                case 3 -> {
                    int root = random.nextInt(ranks);
                    group.broadcast(array, ElementType.INT64, root);
                    assertFilled(array, root + 1000L * call);
                }
                default -> {
                    int left = Math.floorMod(group.rank() - 1, ranks);
                    group.send(array, (group.rank() + 1) % ranks);
                    group.receive(array, left);
                    assertFilled(array, left + 1000L * call);
                }
            }
        }
        for (Started one : started) {
            one.pending().await();
            assertFilled(one.array(), one.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void groupsDoNotDisturbEachOther(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, DEADLINE)) {
            var answers = new ArrayList<CompletableFuture<Integer>>();
            for (String name : List.of("tensor", "data", "copy")) {
                answers.addAll(ranks.start(name, ranks.all(), (group, rank) -> {
                    walk(group, new Random(name.length()));
                    return rank;
                }));
            }
            answers.forEach(CompletableFuture::join);
        }
    }

    /** More than any window holds, both ways, before anyone receives. */
    @ParameterizedTest
    @MethodSource("nodes")
    void aSendWaitsForNoReceive(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, DEADLINE)) {
            ranks.onAll("pipeline", (group, rank) -> {
                int other = (rank + 1) % group.ranks();
                int left = Math.floorMod(rank - 1, group.ranks());
                for (int message = 0; message < 20; message++) {
                    group.send(filled(10_000, message), other);
                }
                for (int message = 0; message < 20; message++) {
                    MemorySegment array = filled(10_000, -1);
                    group.receive(array, left);
                    assertFilled(array, message);
                }
                return rank;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void everyCollectiveIsTraced(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, DEADLINE)) {
            ranks.onAll("data", (group, rank) -> {
                group.allReduce(filled(10, rank), ElementType.INT64);
                return rank;
            });
            assertEquals(nodes.size(), ranks.intervals.size());
            for (CollectiveInterval interval : ranks.intervals) {
                assertEquals("all-reduce policy data", interval.label());
                assertEquals(80, interval.bytes());
                assertTrue(interval.startNanos() <= interval.endNanos());
            }
        }
    }

    /** A sum over two nodes costs each the array once, and announcements; inside a node nothing leaves it. */
    @Test
    void onlyWhatMustCrossesNodes() {
        long bytes = 8L * 100_000;
        for (List<Integer> nodes : List.of(List.of(0, 1), List.of(0, 0, 1, 1))) {
            try (var ranks = new RankThreads(nodes, DEADLINE)) {
                ranks.onAll("data", (group, rank) -> {
                    group.allReduce(filled(100_000, rank), ElementType.INT64);
                    return rank;
                });
                assertEquals(2 * bytes + nodes.size() * Call.HEADER_BYTES, ranks.sentBytes());
            }
        }
    }

    private static MemorySegment filled(int longs, long number) {
        MemorySegment array = Arena.ofAuto().allocate(8L * longs, 8);
        for (int i = 0; i < longs; i++) {
            array.setAtIndex(ValueLayout.JAVA_LONG, i, number);
        }
        return array;
    }

    private static void assertFilled(MemorySegment array, long number) {
        for (long i = 0; i < array.byteSize() / 8; i++) {
            assertEquals(number, array.getAtIndex(ValueLayout.JAVA_LONG, i));
        }
    }
}
