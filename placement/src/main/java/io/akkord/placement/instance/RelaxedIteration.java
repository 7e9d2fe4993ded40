package io.akkord.placement.instance;

import io.akkord.placement.search.AssignmentProblem;

/**
 * The least times of one iteration under a choice of which some calls are open, in microseconds from its beginning.
 *
 * <p>An open call takes its shortest time, on devices of its own; so does a move to or from an open call's layout.
 */
final class RelaxedIteration {

    private final OptionTable table;
    private final Relaxation least;
    private final CallOrder order;
    private final int calls;

    /** {@code [call]} */
    final boolean[] decided;

    /** {@code [call]}, where decided. */
    final int[] mesh;

    final long[] time;

    /** Each half of the moves into a train call's layout, and back. */
    final long[] into;

    final long[] back;
    private final boolean[] twice;

    /** When its parameters may begin to move, or the call itself. */
    final long[] ready;

    /** When the call itself is through. */
    final long[] end;

    /** When all is through that others wait for. */
    final long[] done;

    /** From then to the end of the iteration. */
    final long[] tail;

    RelaxedIteration(OptionTable table, Relaxation least, CallOrder order) {
        this.table = table;
        this.least = least;
        this.order = order;
        calls = table.calls;
        decided = new boolean[calls];
        mesh = new int[calls];
        time = new long[calls];
        into = new long[calls];
        back = new long[calls];
        twice = new boolean[calls];
        ready = new long[calls];
        end = new long[calls];
        done = new long[calls];
        tail = new long[calls];
    }

    void place(int[] choice) {
        for (int call = 0; call < calls; call++) {
            decided[call] = choice[call] != AssignmentProblem.OPEN;
            mesh[call] = decided[call] ? table.mesh[call][choice[call]] : AssignmentProblem.OPEN;
        }
    }

    void time(int[] choice) {
        relax(choice);
        forward();
        backward();
    }

    private void relax(int[] choice) {
        for (int call = 0; call < calls; call++) {
            time[call] = decided[call] ? table.micros[call][choice[call]] : least.micros(call);
            int partner = table.graph.partner(call);
            into[call] = 0;
            back[call] = 0;
            twice[call] = false;
            if (partner >= 0) {
                int near = decided[call] ? table.layout[call][choice[call]] : Relaxation.OPEN;
                int far = decided[partner] ? table.layout[partner][choice[partner]] : Relaxation.OPEN;
                into[call] = least.into(call, far, near);
                back[call] = least.back(call, far, near);
                twice[call] = decided[call] && decided[partner] && overlap(mesh[call], mesh[partner]);
            }
        }
    }

    private boolean overlap(int one, int other) {
        return table.overlap[one * table.meshes + other] != 0;
    }

    private void forward() {
        for (int call : order.topological()) {
            long from = 0;
            for (int parent : order.parents(call)) {
                from = Math.max(from, done[parent]);
            }
            int[] before = order.ancestors(call);
            if (before.length > 1) {
                for (int one : before) {
                    if (decided[one]) {
                        from = Math.max(from, busy(mesh[one], before));
                    }
                }
            }
            ready[call] = from;
            end[call] = from + (twice[call] ? 2 : 1) * into[call] + time[call];
            done[call] = end[call] + (twice[call] ? 2 : 1) * back[call];
        }
    }

    /** When the first device of a mesh can be through with some calls of an iteration. */
    long busy(int at, int[] some) {
        long first = Long.MAX_VALUE;
        long work = 0;
        for (int call : some) {
            long load = load(call, at);
            if (load > 0) {
                work += load;
                first = Math.min(first, ready[call]);
            }
        }
        return work == 0 ? 0 : first + work;
    }

    /** What a call and its moves take on the first device of a mesh. */
    long load(int call, int at) {
        int row = at * table.meshes;
        long load = decided[call] ? (time[call] + into[call] + back[call]) & table.covered[row + mesh[call]] : 0;
        int partner = table.graph.partner(call);
        if (partner >= 0 && decided[partner]) {
            load += (into[call] + back[call]) & table.covered[row + mesh[partner]];
        }
        return load;
    }

    private void backward() {
        int[] topological = order.topological();
        for (int rank = calls - 1; rank >= 0; rank--) {
            int call = topological[rank];
            long after = 0;
            for (int child : order.children(call)) {
                after = Math.max(
                        after,
                        done[child] - end[child] + time[child] + (twice[child] ? 2 : 1) * into[child] + tail[child]);
            }
            tail[call] = after;
        }
    }

    /** How many halves of a move of a call's parameters occupy the first device of a mesh. */
    int uses(int call, int at) {
        int row = at * table.meshes;
        int partner = table.graph.partner(call);
        return (decided[call] ? (int) table.covered[row + mesh[call]] & 1 : 0)
                + (decided[partner] ? (int) table.covered[row + mesh[partner]] & 1 : 0);
    }
}
