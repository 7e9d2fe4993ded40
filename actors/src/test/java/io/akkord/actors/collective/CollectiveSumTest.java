package io.akkord.actors.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.actors.wire.socket.SocketPlane;
import io.akkord.placement.collective.Operation;
import io.akkord.placement.collective.ScheduleRule;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collectives over memory, over planes and over both end with the bits that their schedule says. */
class CollectiveSumTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Fewer than ranks, odd, longer than what one message carries. */
    private static final List<Integer> LENGTHS = List.of(0, 1, 3, 97, 16_411);

    /** Parts of it are longer than a piece, if they are few. */
    private static final int LONG = 300_001;

    private static final int REPETITIONS = 2;

    /** A call, the arrays of all ranks before it, and after it as the schedule has them. */
    private record Example(Operation operation, ElementType type, int root, List<byte[]> before, List<byte[]> after) {

        static Example of(List<Integer> nodes, Operation operation, ElementType type, int length) {
            int root = operation == Operation.BROADCAST ? length % nodes.size() : 0;
            Number[][] before = Expected.arrays(type, nodes.size(), length, length + 31L * operation.ordinal());
            Number[][] after = Arrays.stream(before).map(Number[]::clone).toArray(Number[][]::new);
            if (operation == Operation.BROADCAST) {
                Arrays.setAll(after, _ -> before[root]);
            } else {
                Expected.carryOut(ScheduleRule.choose(operation, nodes, (long) length * type.bytes()), after);
            }
            return new Example(operation, type, root, bytes(before, type), bytes(after, type));
        }

        /** Where a rank's own part begins. */
        long start(int rank) {
            long length = before.getFirst().length / type.bytes();
            return length * rank / before.size() * type.bytes();
        }

        @Override
        public String toString() {
            return operation + " of " + before.getFirst().length + " bytes of " + type;
        }
    }

    static Stream<List<Integer>> topologies() {
        var topologies = new ArrayList<List<Integer>>();
        for (int ranks = 1; ranks <= 8; ranks++) {
            topologies.add(IntStream.range(0, ranks).map(_ -> 0).boxed().toList());
            if (ranks > 1) {
                topologies.add(IntStream.range(0, ranks).boxed().toList());
            }
        }
        topologies.addAll(List.of(
                List.of(0, 0, 1),
                List.of(0, 0, 1, 1),
                List.of(0, 1, 0, 1),
                List.of(0, 0, 0, 1, 1, 1),
                List.of(0, 0, 1, 1, 2, 2),
                List.of(0, 0, 0, 0, 1, 1, 1, 1)));
        return topologies.stream();
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void everyRankEndsWithTheBitsOfTheSchedule(List<Integer> nodes) {
        check(nodes, new RankThreads(nodes, DEADLINE));
    }

    @Test
    void soItIsOverSockets() {
        var nodes = List.of(0, 0, 1, 2);
        check(nodes, new RankThreads(nodes, DEADLINE, () -> SocketPlane.open("127.0.0.1", null)));
    }

    private static void check(List<Integer> nodes, RankThreads threads) {
        List<Example> examples = examples(nodes);
        try (var ranks = threads) {
            List<Integer> checked = ranks.onAll("data", (group, rank) -> {
                examples.forEach(example -> check(example, group));
                return rank;
            });
            assertEquals(ranks.all(), checked);
        }
    }

    private static List<Example> examples(List<Integer> nodes) {
        var examples = new ArrayList<Example>();
        for (var operation :
                List.of(Operation.ALL_REDUCE, Operation.REDUCE_SCATTER, Operation.ALL_GATHER, Operation.BROADCAST)) {
            for (ElementType type : ElementType.values()) {
                for (int length : LENGTHS) {
                    examples.add(Example.of(nodes, operation, type, length));
                }
            }
            if (nodes.size() <= 3) {
                examples.add(Example.of(nodes, operation, ElementType.FLOAT32, LONG));
            }
        }
        return examples;
    }

    private static void check(Example example, Collective group) {
        int rank = group.rank();
        ElementType type = example.type();
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            byte[] before = example.before().get(rank);
            MemorySegment array =
                    Arena.ofAuto().allocate(before.length, Long.BYTES).copyFrom(MemorySegment.ofArray(before));
            switch (example.operation()) {
                case ALL_REDUCE -> group.allReduce(array, type);
                case REDUCE_SCATTER -> group.reduceScatter(array, type);
                case ALL_GATHER -> group.allGather(array, type);
                case BROADCAST -> group.broadcast(array, type, example.root());
                case POINT_TO_POINT -> throw new AssertionError();
            }
            boolean scattered = example.operation() == Operation.REDUCE_SCATTER;
            long from = scattered ? example.start(rank) : 0;
            long to = scattered ? example.start(rank + 1) : before.length;
            MemorySegment after = MemorySegment.ofArray(example.after().get(rank));
            assertEquals(
                    -1, MemorySegment.mismatch(after, from, to, array, from, to), () -> example + " on rank " + rank);
        }
    }

    private static List<byte[]> bytes(Number[][] arrays, ElementType type) {
        return Arrays.stream(arrays).map(numbers -> bytes(numbers, type)).toList();
    }

    private static byte[] bytes(Number[] numbers, ElementType type) {
        var bytes = ByteBuffer.allocate(numbers.length * type.bytes()).order(ByteOrder.nativeOrder());
        for (Number number : numbers) {
            switch (type) {
                case FLOAT32 -> bytes.putFloat(number.floatValue());
                case FLOAT64 -> bytes.putDouble(number.doubleValue());
                case INT64 -> bytes.putLong(number.longValue());
            }
        }
        return bytes.array();
    }
}
