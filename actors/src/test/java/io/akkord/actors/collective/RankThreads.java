package io.akkord.actors.collective;

import io.akkord.actors.wire.DataPlane;
import io.akkord.policies.parallel.Collective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The ranks of groups on nodes of this JVM, each rank a thread as a device's is. */
final class RankThreads implements AutoCloseable {

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final List<DataPlane> planes = new ArrayList<>();
    private final List<CollectiveHub> hubs = new ArrayList<>();
    private final List<Integer> nodes;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final long run = RUNS.incrementAndGet();
    final List<CollectiveInterval> intervals = Collections.synchronizedList(new ArrayList<>());
    final List<Member> members;

    /** Nodes by rank, as numbers from 0. */
    RankThreads(List<Integer> nodes, Duration deadline) {
        this(nodes, deadline, LoopbackPlane::new);
    }

    RankThreads(List<Integer> nodes, Duration deadline, Supplier<DataPlane> open) {
        this.nodes = nodes;
        long distinct = nodes.stream().distinct().count();
        for (int node = 0; node < distinct; node++) {
            if (distinct == 1) {
                hubs.add(CollectiveHub.alone(deadline, intervals::add));
            } else {
                DataPlane plane = open.get();
                planes.add(plane);
                hubs.add(CollectiveHub.on(plane, deadline, intervals::add));
            }
        }
        this.members = new ArrayList<>();
        for (int rank = 0; rank < nodes.size(); rank++) {
            members.add(new Member(
                    "node-" + nodes.get(rank) + "/cpu-" + rank, hub(rank).address()));
        }
    }

    CollectiveHub hub(int rank) {
        return hubs.get(nodes.get(rank));
    }

    long sentBytes() {
        return planes.stream().mapToLong(DataPlane::bytesSent).sum();
    }

    GroupKey key(String group) {
        return new GroupKey(run, "policy", 1, group);
    }

    Collective join(String group, int rank) {
        return hub(rank).join(key(group), members, rank, () -> "train-policy@3");
    }

    /** What each rank answers, some of them; the first failure is thrown. */
    <T> List<T> onRanks(String group, List<Integer> ranks, BiFunction<Collective, Integer, T> work) {
        List<CompletableFuture<T>> answers = start(group, ranks, work);
        try {
            return answers.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    <T> List<T> onAll(String group, BiFunction<Collective, Integer, T> work) {
        return onRanks(group, all(), work);
    }

    List<Integer> all() {
        return IntStream.range(0, nodes.size()).boxed().toList();
    }

    <T> List<CompletableFuture<T>> start(String group, List<Integer> ranks, BiFunction<Collective, Integer, T> work) {
        var answers = new ArrayList<CompletableFuture<T>>();
        for (int rank : ranks) {
            Collective collective = join(group, rank);
            answers.add(CompletableFuture.supplyAsync(() -> work.apply(collective, rank), threads));
        }
        return answers;
    }

    @Override
    public void close() {
        hubs.forEach(CollectiveHub::close);
        planes.forEach(DataPlane::close);
        threads.shutdownNow();
    }
}
