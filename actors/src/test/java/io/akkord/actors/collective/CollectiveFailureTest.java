package io.akkord.actors.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.CollectiveFailed;
import io.akkord.policies.tensor.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing hangs, and who is told why is told who is missing. */
class CollectiveFailureTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofSeconds(60);

    static Stream<List<Integer>> nodes() {
        return Stream.of(List.of(0, 0, 0), List.of(0, 1, 2), List.of(0, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void whoDoesNotComeIsNamed(List<Integer> nodes) {
        for (int floats : new int[] {4, 30_000}) {
            try (var ranks = new RankThreads(nodes, SOON)) {
                var answers = ranks.start("data", List.of(0, 1), (group, rank) -> {
                    group.allReduce(array(floats), ElementType.FLOAT32);
                    return rank;
                });
                String missing = "rank 2 on node-" + nodes.get(2) + "/cpu-2 did not come within 300ms";
                List<String> told =
                        answers.stream().map(CollectiveFailureTest::failure).toList();
                assertTrue(told.stream().anyMatch(one -> one.endsWith(missing)), told::toString);
                assertTrue(told.stream().allMatch(one -> one.contains(missing)), told::toString);
                assertTrue(
                        told.stream()
                                .allMatch(one ->
                                        one.startsWith("all-reduce of policy (data group, phase train-policy@3)")),
                        told::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void differentCallsAreNotSummed(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, LATE)) {
            var answers = ranks.start("data", ranks.all(), (group, rank) -> {
                group.allReduce(array(rank == 1 ? 5 : 4), ElementType.FLOAT32);
                return rank;
            });
            for (var answer : answers) {
                String told = failure(answer);
                assertTrue(told.contains("calls all-reduce of 5 FLOAT32"), told);
                assertTrue(told.contains("calls all-reduce of 4 FLOAT32"), told);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void differentOperationsAreToldByName(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, LATE)) {
            var answers = ranks.start("data", ranks.all(), (group, rank) -> {
                if (rank == 1) {
                    group.broadcast(array(4), ElementType.FLOAT32, 0);
                }
                group.allReduce(array(4), ElementType.FLOAT32);
                return rank;
            });
            for (var answer : answers) {
                String told = failure(answer);
                assertTrue(
                        told.contains("broadcast from rank 0 of 4 FLOAT32") && told.contains("all-reduce of 4"), told);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void abandonedRanksWakeAndStayAbandoned(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, LATE)) {
            Collective first = ranks.join("data", 0);
            var waits = CompletableFuture.runAsync(() -> first.allReduce(array(4), ElementType.FLOAT32));
            var receives = ranks.start("pipeline", List.of(1), (group, rank) -> {
                group.receive(array(4), 0);
                return rank;
            });
            for (int rank = 0; rank < nodes.size(); rank++) {
                ranks.hub(rank).abandon(ranks.key("").run(), "policy", 1, "the run was cancelled");
            }
            assertEquals(
                    "all-reduce of policy (data group, phase train-policy@3) was given up: the run was cancelled",
                    failure(waits));
            assertTrue(failure(receives.getFirst()).endsWith("was given up: the run was cancelled"));
            assertThrows(CollectiveFailed.class, () -> first.allReduce(array(4), ElementType.FLOAT32));
        }
    }

    @Test
    void anotherEpochIsNotAbandoned() {
        try (var ranks = new RankThreads(List.of(0, 0), LATE)) {
            ranks.hub(0).abandon(ranks.key("").run(), "policy", 0, "the run was cancelled");
            ranks.hub(0).abandon(ranks.key("").run(), "critic", 1, "the run was cancelled");
            List<Integer> done = ranks.onAll("data", (group, rank) -> {
                group.allReduce(array(4), ElementType.FLOAT32);
                return rank;
            });
            assertEquals(List.of(0, 1), done);
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void aFailureUnderWayReachesWhoAwaitsIt(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, SOON)) {
            Collective first = ranks.join("data", 0);
            var pending = first.startAllReduce(array(4), ElementType.FLOAT32);
            var told = assertThrows(CollectiveFailed.class, pending::await);
            assertTrue(String.valueOf(told.getMessage()).contains("did not come within 300ms"), told::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void aMessageOfAnotherLengthIsRefused(List<Integer> nodes) {
        try (var ranks = new RankThreads(nodes, LATE)) {
            ranks.join("pipeline", 0).send(array(5), 2);
            Collective last = ranks.join("pipeline", 2);
            var told = assertThrows(CollectiveFailed.class, () -> last.receive(array(4), 0));
            assertTrue(String.valueOf(told.getMessage()).contains("rank 0 on node-0/cpu-0"), told::toString);
            assertTrue(String.valueOf(told.getMessage()).contains("20 bytes"), told::toString);
        }
    }

    @Test
    void aRankJoinsOnceAndWhereItLives() {
        try (var ranks = new RankThreads(List.of(0, 1), LATE)) {
            ranks.join("data", 0);
            assertThrows(IllegalStateException.class, () -> ranks.join("data", 0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ranks.hub(1).join(ranks.key("data"), ranks.members, 0, () -> "phase"));
            ranks.hub(0).leave(ranks.key("data"), 0);
            assertEquals(0, ranks.join("data", 0).rank());
        }
    }

    private static MemorySegment array(int floats) {
        return Arena.ofAuto().allocate(4L * floats, 8);
    }

    private static String failure(CompletableFuture<?> answer) {
        var thrown = assertThrows(CompletionException.class, answer::join);
        var failed = assertInstanceOf(CollectiveFailed.class, thrown.getCause());
        return String.valueOf(failed.getMessage());
    }
}
