package io.akkord.placement.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.placement.collective.Send.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

    private static final int[] LENGTHS = {0, 1, 7, 97, 240};

    /** Every schedule there is, for groups of all sizes up to 17 and some larger ones. */
    static Stream<Schedule> schedules() {
        List<IntFunction<Schedule>> flat = List.of(
                Ring::allReduce,
                Ring::reduceScatter,
                Ring::allGather,
                Ring::broadcast,
                Tree::allReduce,
                Tree::broadcast);
        var schedules = new ArrayList<Schedule>();
        IntStream.concat(IntStream.rangeClosed(1, 17), IntStream.of(24, 31, 64))
                .forEach(ranks -> flat.forEach(make -> schedules.add(make.apply(ranks))));
        for (int nodes = 1; nodes <= 5; nodes++) {
            for (int places = 1; places <= 5; places++) {
                var hierarchy = new Hierarchy(nodes, places);
                schedules.addAll(List.of(hierarchy.allReduce(), hierarchy.reduceScatter(), hierarchy.allGather()));
            }
        }
        return schedules.stream();
    }

    /** Whole numbers, so that sums are exact in any order; what a rank has no right to is no number. */
    @ParameterizedTest
    @MethodSource("schedules")
    void theDataDoesWhatItSays(Schedule schedule) {
        for (int length : LENGTHS) {
            double[][] arrays = arrays(schedule, length);
            double[] sum = IntStream.range(0, length)
                    .mapToDouble(i -> Arrays.stream(arrays(schedule.ranks(), length))
                            .mapToDouble(one -> one[i])
                            .sum())
                    .toArray();
            Interpreter.run(schedule, arrays);
            for (int rank = 0; rank < schedule.ranks(); rank++) {
                switch (schedule.operation()) {
                    case ALL_REDUCE -> assertArrayEquals(sum, arrays[rank]);
                    case REDUCE_SCATTER -> {
                        Chunk own = schedule.own().get(rank);
                        int start = (int) own.start(length, schedule.parts());
                        int end = (int) own.end(length, schedule.parts());
                        assertArrayEquals(
                                Arrays.copyOfRange(sum, start, end), Arrays.copyOfRange(arrays[rank], start, end));
                    }
                    case ALL_GATHER, BROADCAST, POINT_TO_POINT -> assertArrayEquals(arrays(1, length)[0], arrays[rank]);
                }
            }
        }
    }

    private static double[][] arrays(Schedule schedule, int length) {
        double[][] arrays = arrays(schedule.ranks(), length);
        for (int rank = 0; rank < schedule.ranks(); rank++) {
            switch (schedule.operation()) {
                case ALL_REDUCE, REDUCE_SCATTER -> {}
                case BROADCAST, POINT_TO_POINT -> {
                    if (rank > 0) {
                        Arrays.fill(arrays[rank], Double.NaN);
                    }
                }
                case ALL_GATHER -> {
                    Chunk own = schedule.own().get(rank);
                    Arrays.fill(arrays[rank], Double.NaN);
                    int start = (int) own.start(length, schedule.parts());
                    int end = (int) own.end(length, schedule.parts());
                    System.arraycopy(arrays(1, length)[0], start, arrays[rank], start, end - start);
                }
            }
        }
        return arrays;
    }

    private static double[][] arrays(int ranks, int length) {
        return IntStream.range(0, ranks)
                .mapToObj(rank -> IntStream.range(0, length)
                        .mapToDouble(i -> (rank + 1.0) * (i + 3) % 1009)
                        .toArray())
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyRankSumsToTheSameBits(Schedule schedule) {
        if (schedule.operation() == Operation.ALL_REDUCE) {
            var random = new Random(schedule.ranks());
            double[][] arrays = Stream.generate(() -> random.doubles(50).toArray())
                    .limit(schedule.ranks())
                    .toArray(double[][]::new);
            Interpreter.run(schedule, arrays);
            for (double[] array : arrays) {
                assertArrayEquals(arrays[0], array);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 100", "5, 100", "8, 800", "16, 1600"})
    void aRingSendsTheLeastThatASumTakes(int ranks, int length) {
        for (int rank = 0; rank < ranks; rank++) {
            assertEquals(2.0 * (ranks - 1) / ranks * length, sent(Ring.allReduce(ranks), rank, length));
            assertEquals(1.0 * (ranks - 1) / ranks * length, sent(Ring.reduceScatter(ranks), rank, length));
            assertEquals(1.0 * (ranks - 1) / ranks * length, sent(Ring.allGather(ranks), rank, length));
        }
        assertEquals(2 * (ranks - 1), Ring.allReduce(ranks).rounds().size());
    }

    @Test
    void aHierarchySendsAsMuchInFewerRounds() {
        Schedule hierarchy = new Hierarchy(4, 8).allReduce();
        for (int rank = 0; rank < 32; rank++) {
            assertEquals(sent(Ring.allReduce(32), rank, 3200), sent(hierarchy, rank, 3200));
        }
        assertEquals(2 * (8 - 1) + 2 * (4 - 1), hierarchy.rounds().size());
    }

    private static double sent(Schedule schedule, int rank, int length) {
        return schedule.rounds().stream()
                .flatMap(round -> round.sends().stream())
                .filter(send -> send.sender() == rank)
                .mapToLong(send -> send.chunk().end(length, schedule.parts())
                        - send.chunk().start(length, schedule.parts()))
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 2", "4, 2", "5, 3", "8, 3", "9, 4", "16, 4"})
    void aTreeDoublesThoseWhoHaveIt(int ranks, int rounds) {
        assertEquals(rounds, Tree.broadcast(ranks).rounds().size());
        assertEquals(2 * rounds, Tree.allReduce(ranks).rounds().size());
    }

    @Test
    void whatDependsOnTheOrderOfMessagesIsRefused() {
        var one = new Send(0, 1, Chunk.of(0), Effect.ADD);
        var same = new Send(2, 1, new Chunk(0, 2), Effect.ADD);
        var onward = new Send(1, 2, Chunk.of(0), Effect.REPLACE);
        var twice = List.of(one, same);
        var racing = List.of(one, onward);
        assertThrows(IllegalArgumentException.class, () -> new Round(twice));
        assertThrows(IllegalArgumentException.class, () -> new Round(racing));
        assertThrows(IllegalArgumentException.class, () -> new Send(1, 1, Chunk.of(0), Effect.ADD));
        assertThrows(IllegalArgumentException.class, () -> new Chunk(2, 2));
    }

    @Test
    void aScheduleSpeaksOfItsOwnRanksAndParts() {
        var rounds = List.of(new Round(List.of(new Send(0, 2, Chunk.of(0), Effect.ADD))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Schedule(Operation.ALL_REDUCE, Pattern.RING, 2, 1, List.of(), rounds));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Schedule(Operation.ALL_GATHER, Pattern.RING, 2, 1, List.of(), List.of()));
    }
}
