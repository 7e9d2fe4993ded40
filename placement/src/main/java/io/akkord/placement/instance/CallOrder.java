package io.akkord.placement.instance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The calls of an iteration in the orders in which bounds look at them. */
final class CallOrder {

    private final int[][] parents;
    private final int[][] children;
    private final int[][] ancestors;
    private final int[] topological;
    private final int[] sinks;
    private final int onlySource;
    private final int[] movesBeforeNext;
    private final int[] beforeEverySink;
    private final boolean startsAfterAnyTwo;

    CallOrder(PlanInstance instance) {
        int calls = instance.calls().size();
        parents = new int[calls][];
        children = new int[calls][];
        ancestors = new int[calls][];
        for (int call = 0; call < calls; call++) {
            int here = call;
            parents[call] = instance.edges().stream()
                    .filter(edge -> edge.to() == here)
                    .mapToInt(PlanInstance.Edge::from)
                    .distinct()
                    .toArray();
            children[call] = instance.edges().stream()
                    .filter(edge -> edge.from() == here)
                    .mapToInt(PlanInstance.Edge::to)
                    .distinct()
                    .toArray();
        }
        for (int call = 0; call < calls; call++) {
            collect(call);
        }
        topological = ordered(calls, Comparator.comparingInt(call -> ancestors[call].length));
        sinks = instance.sinks();
        startsAfterAnyTwo =
                Arrays.stream(sinks).anyMatch(sink -> instance.partner(sink).isPresent());
        int[] sources = instance.sources();
        onlySource = sources.length == 1 ? sources[0] : -1;
        beforeEverySink = beforeEverySink();
        movesBeforeNext = IntStream.range(0, calls)
                .filter(call -> instance.partner(call).isPresent() && readyBeforeEverySink(instance, call))
                .toArray();
    }

    private int[] beforeEverySink() {
        return IntStream.range(0, ancestors.length)
                .filter(call -> Arrays.stream(sinks)
                        .allMatch(sink -> Arrays.stream(ancestors[sink]).anyMatch(one -> one == call)))
                .toArray();
    }

    private boolean readyBeforeEverySink(PlanInstance instance, int call) {
        return Arrays.stream(sinks)
                .allMatch(sink -> instance.calls().get(sink).options().stream().allMatch(option -> option.micros() > 0)
                        && Arrays.stream(parents[call])
                                .allMatch(
                                        parent -> Arrays.stream(ancestors[sink]).anyMatch(one -> one == parent)));
    }

    private int[] collect(int call) {
        if (ancestors[call] == null) {
            ancestors[call] = Arrays.stream(parents[call])
                    .flatMap(parent -> IntStream.concat(IntStream.of(parent), Arrays.stream(collect(parent))))
                    .distinct()
                    .toArray();
        }
        return ancestors[call];
    }

    private static int[] ordered(int calls, Comparator<Integer> order) {
        return IntStream.range(0, calls)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int[] parents(int call) {
        return parents[call];
    }

    int[] children(int call) {
        return children[call];
    }

    int[] ancestors(int call) {
        return ancestors[call];
    }

    /** Parents before children. */
    int[] topological() {
        return topological;
    }

    int[] sinks() {
        return sinks;
    }

    /** The only call that begins an iteration, or -1 where there are more. */
    int onlySource() {
        return onlySource;
    }

    /** Calls that every last call of an iteration waits for. */
    int[] calledBeforeEverySink() {
        return beforeEverySink;
    }

    /** Train calls into whose layout parameters begin to move before the next iteration can begin. */
    int[] movesBeforeNext() {
        return movesBeforeNext;
    }

    /** Whether an iteration begins after any two of the tasks that end the one before, and not after all. */
    boolean startsAfterAnyTwo() {
        return startsAfterAnyTwo;
    }
}
