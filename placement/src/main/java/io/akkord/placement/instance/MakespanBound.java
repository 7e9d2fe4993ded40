package io.akkord.placement.instance;

import io.akkord.placement.search.AssignmentProblem;

final class MakespanBound implements AssignmentProblem.Bound {

    private final OptionTable table;
    private final Relaxation least;
    private final MeshSymmetry symmetry;
    private final CallOrder order;
    private final int calls;
    private final int epochs;
    private final boolean[] decided;
    private final int[] mesh;

    private final long[] time;
    private final long[] into;
    private final long[] back;
    private final boolean[] twice;

    private final long[] ready;
    private final long[] end;
    private final long[] done;
    private final long[] tail;

    MakespanBound(OptionTable table, Relaxation least, MeshSymmetry symmetry, CallOrder order) {
        this.table = table;
        this.least = least;
        this.symmetry = symmetry;
        this.order = order;
        calls = table.calls;
        epochs = table.epochs;
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

    @Override
    public double of(int[] choice, double limit) {
        for (int call = 0; call < calls; call++) {
            decided[call] = choice[call] != AssignmentProblem.OPEN;
            mesh[call] = decided[call] ? table.mesh[call][choice[call]] : AssignmentProblem.OPEN;
        }
        if (symmetry.repeats(mesh)) {
            return Double.POSITIVE_INFINITY;
        }
        relax(choice);
        forward();
        backward();
        long cycle = cycle();
        long last = 0;
        for (int call = 0; call < calls; call++) {
            last = Math.max(last, done[call]);
            if (decided[call]) {
                cycle = Math.max(cycle, cycle(mesh[call]));
            }
        }
        long most = (epochs - 1) * cycle + last;
        boolean fits = true;
        for (int call = 0; call < calls; call++) {
            if (decided[call]) {
                most = Math.max(most, device(mesh[call], cycle));
                fits &= fits(mesh[call], choice);
            }
        }
        return fits ? most : Makespan.OUT_OF_MEMORY * (double) most;
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
    private long busy(int at, int[] some) {
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

    private long load(int call, int at) {
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

    private long cycle() {
        long first = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        long all = 0;
        for (int sink : order.sinks()) {
            all = Math.max(all, done[sink]);
            if (table.graph.partner(sink) >= 0) {
                long half = end[sink] + back[sink];
                second = Math.min(second, Math.max(first, half));
                first = Math.min(first, half);
            }
            second = Math.min(second, Math.max(first, done[sink]));
            first = Math.min(first, done[sink]);
        }
        return order.startsAfterAnyTwo() ? second : all;
    }

    /** A cycle by what has to run on one device before the next iteration begins there. */
    private long cycle(int at) {
        if (!order.startsAfterAnyTwo()) {
            return busy(at, order.topological());
        }
        int source = order.onlySource();
        if (source < 0 || !decided[source] || table.covered[at * table.meshes + mesh[source]] == 0) {
            return 0;
        }
        int row = at * table.meshes;
        long first = Long.MAX_VALUE;
        long moves = 0;
        for (int call : order.movesBeforeNext()) {
            first = Math.min(first, ready[call]);
            moves += into[call] * uses(call, row);
        }
        long one = Long.MAX_VALUE;
        long least = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        for (int sink : order.sinks()) {
            first = Math.min(first, ready[sink]);
            long work = decided[sink] ? time[sink] & table.covered[row + mesh[sink]] : 0;
            second = Math.min(second, Math.max(least, work));
            least = Math.min(least, work);
            if (table.graph.partner(sink) >= 0) {
                one = Math.min(one, work + back[sink] * uses(sink, row));
            }
        }
        long either = second == Long.MAX_VALUE ? one : Math.min(one, least + second);
        return first + moves + either;
    }

    /** Whether a move of a call's parameters occupies the device from its own mesh, its partner's, or both. */
    private int uses(int call, int row) {
        int partner = table.graph.partner(call);
        return (decided[call] ? (int) table.covered[row + mesh[call]] & 1 : 0)
                + (decided[partner] ? (int) table.covered[row + mesh[partner]] & 1 : 0);
    }

    private long device(int at, long cycle) {
        long first = Long.MAX_VALUE;
        long last = Long.MAX_VALUE;
        long work = 0;
        for (int call = 0; call < calls; call++) {
            long load = load(call, at);
            if (load > 0) {
                work += load;
                first = Math.min(first, ready[call]);
                last = Math.min(last, tail[call]);
            }
        }
        return work == 0 ? 0 : first + last + Math.max(epochs * work, (epochs - 1) * cycle + work);
    }

    private boolean fits(int at, int[] choice) {
        int row = at * table.meshes;
        long resident = 0;
        long working = 0;
        for (int call = 0; call < calls; call++) {
            if (decided[call]) {
                long there = table.covered[row + mesh[call]];
                resident += there & table.residentBytes[call][choice[call]];
                working = Math.max(working, there & table.workingBytes[call][choice[call]]);
            }
        }
        return resident + working <= table.deviceBytes;
    }
}
