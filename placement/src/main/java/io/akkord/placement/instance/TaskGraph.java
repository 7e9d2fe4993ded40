package io.akkord.placement.instance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What waits for what in an iteration, whatever the options.
 *
 * <p>Tasks become ready in <em>gates</em>: a call is a gate of one task; parameters that move to a train call's layout,
 * or back, are a gate of two, since a move occupies both meshes and its halves wait for the same tasks. The gates of an
 * iteration are numbered alike in every iteration, so a gate behind {@code gates()} belongs to the next one.
 *
 * <p>Order is part of the semantics: tasks that are ready at the same time leave ReaL's queue in an order which follows
 * from the order in which they came in.
 */
final class TaskGraph {

    /** More messages than ever arrive. */
    static final int NEVER = Integer.MAX_VALUE / 2;

    private final int calls;
    private final int gates;
    private final int[] partner;
    private final int[] enter;
    private final int[] leave;
    private final int[][] children;
    private final int[] firstWaits;
    private final int[] laterWaits;

    TaskGraph(PlanInstance instance) {
        calls = instance.calls().size();
        partner = new int[calls];
        enter = new int[calls];
        leave = new int[calls];
        int next = calls;
        for (int call = 0; call < calls; call++) {
            OptionalInt other = instance.partner(call);
            partner[call] = other.orElse(-1);
            enter[call] = other.isPresent() ? next++ : call;
            leave[call] = other.isPresent() ? next++ : call;
        }
        gates = next;
        firstWaits = new int[gates];
        laterWaits = new int[gates];
        children = connect(instance);
    }

    private int[][] connect(PlanInstance instance) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int gate = 0; gate < gates; gate++) {
            lists.add(new ArrayList<>());
        }
        for (int call = 0; call < calls; call++) {
            if (partner[call] >= 0) {
                link(lists, enter[call], call);
                link(lists, call, leave[call]);
            }
        }
        instance.edges().forEach(edge -> link(lists, leave[edge.from()], enter[edge.to()]));
        System.arraycopy(firstWaits, 0, laterWaits, 0, gates);
        boolean moves = false;
        for (int sink : instance.sinks()) {
            moves |= partner[sink] >= 0;
            for (int source : instance.sources()) {
                lists.get(leave[sink]).add(gates + enter[source]);
                laterWaits[enter[source]] += width(leave[sink]);
            }
        }
        if (moves) { // any two of the moves that end an iteration let the next one begin
            for (int source : instance.sources()) {
                laterWaits[enter[source]] = 2;
            }
        }
        return lists.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private void link(List<List<Integer>> lists, int from, int to) {
        lists.get(from).add(to);
        firstWaits[to] += width(from);
    }

    /** How many tasks a gate lets through. */
    int width(int gate) {
        return gate < calls ? 1 : 2;
    }

    int calls() {
        return calls;
    }

    int gates() {
        return gates;
    }

    /** The call that a train call exchanges parameters with, or -1. */
    int partner(int call) {
        return partner[call];
    }

    /** The gate that waits for what a call waits for. */
    int enter(int call) {
        return enter[call];
    }

    /** The gate that others wait for which wait for a call. */
    int leave(int call) {
        return leave[call];
    }

    /** The gates told, in this order, whenever a task of this gate ends. */
    int[] children(int gate) {
        return children[gate];
    }

    /** How many messages each gate waits for, iteration after iteration, and one more iteration that never begins. */
    int[] waits(int epochs) {
        var waits = new int[gates * (epochs + 1)];
        Arrays.fill(waits, NEVER);
        for (int epoch = 0; epoch < epochs; epoch++) {
            System.arraycopy(epoch == 0 ? firstWaits : laterWaits, 0, waits, epoch * gates, gates);
        }
        return waits;
    }
}
