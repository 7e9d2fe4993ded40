package io.akkord.placement.instance;

import io.akkord.placement.search.AssignmentProblem;

/**
 * What every plan takes at least that agrees with a choice of which some calls are open.
 *
 * <p>The critical path of all iterations would be wrong: an iteration begins after any two of the moves that end the one
 * before ({@link TaskGraph}), so training may fall behind. What does hold, whatever the order of tasks:
 *
 * <ul>
 *   <li>Within an iteration every task waits for its parents, and tasks on a common device run in turn. So a call
 *       starts no sooner than its parents are done, nor than a device is through with all it does for its ancestors.
 *   <li>An iteration begins a <em>cycle</em> after the one before, at least: the second smallest end of a closing move.
 *       On the device where it begins, moreover, the moves into the layouts of all train calls run before, since they
 *       are ready, and so queued, before anything that ends the iteration has run. (Only where every last call waits
 *       for what these moves wait for, and takes time.)
 *   <li>All epochs take all cycles but one, and one whole iteration.
 *   <li>A device is busy with all epochs of what it does, after the earliest of these tasks can start, and before what
 *       follows the last of them; and in the last epoch alone, with one iteration of it.
 *   <li>All devices together do all the work. Here open calls count too, with the least devices times time of their
 *       options. While the first call runs for the first time, all other devices are idle, and what follows it in the
 *       last iteration takes at least its work spread over all devices; the same holds for a cycle, with one train call.
 *   <li>A set of calls that does not fit in memory does not fit with more of them either: three times as much.
 * </ul>
 *
 * <p>On the published instances the bound of a whole plan is 5 to 10 % below its makespan on average, and about 1 % below
 * where the plan is good.
 */
final class MakespanBound implements AssignmentProblem.Bound {

    /** Below one by more than sums of a few numbers are off. */
    private static final double ROUNDED_DOWN = 1 - 1e-12;

    private final OptionTable table;
    private final Relaxation least;
    private final MeshSymmetry symmetry;
    private final CallOrder order;
    private final int calls;
    private final int epochs;
    private final RelaxedIteration iteration;

    MakespanBound(OptionTable table, Relaxation least, MeshSymmetry symmetry, CallOrder order) {
        this.table = table;
        this.least = least;
        this.symmetry = symmetry;
        this.order = order;
        calls = table.calls;
        epochs = table.epochs;
        iteration = new RelaxedIteration(table, least, order);
    }

    @Override
    public double of(int[] choice, double limit) {
        iteration.place(choice);
        if (symmetry.repeats(iteration.mesh)) {
            return Double.POSITIVE_INFINITY;
        }
        iteration.time(choice);
        long cycle = cycle();
        long last = 0;
        for (int call = 0; call < calls; call++) {
            last = Math.max(last, iteration.done[call]);
            if (iteration.decided[call]) {
                cycle = Math.max(cycle, cycle(iteration.mesh[call]));
            }
        }
        long most = 0;
        int source = order.onlySource();
        if (source >= 0) {
            long end = iteration.end[source];
            cycle = Math.max(cycle, end + (long) spread(beforeNext(source)));
            double afterSource = workOf(order.topological(), source);
            last = Math.max(last, end + (long) spread(afterSource));
            most = (long) spread(epochs * (afterSource + work(source)) + idleAtFirst(source));
        }
        most = Math.max(most, (epochs - 1) * cycle + last);
        boolean fits = true;
        for (int call = 0; call < calls && most < limit; call++) {
            if (iteration.decided[call]) {
                most = Math.max(most, device(iteration.mesh[call], cycle));
                fits &= fits(iteration.mesh[call], choice);
            }
        }
        return fits ? most : Makespan.OUT_OF_MEMORY * (double) most;
    }

    /** When two of the moves that end an iteration can be through. */
    private long cycle() {
        long first = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        long all = 0;
        for (int sink : order.sinks()) {
            all = Math.max(all, iteration.done[sink]);
            if (table.graph.partner(sink) >= 0) {
                long half = iteration.end[sink] + iteration.back[sink];
                second = Math.min(second, Math.max(first, half));
                first = Math.min(first, half);
            }
            second = Math.min(second, Math.max(first, iteration.done[sink]));
            first = Math.min(first, iteration.done[sink]);
        }
        return order.startsAfterAnyTwo() ? second : all;
    }

    /** The time that work takes on all devices together. */
    private double spread(double work) {
        return work * ROUNDED_DOWN / table.devices;
    }

    private double beforeNext(int source) {
        double least = Double.POSITIVE_INFINITY;
        for (int sink : order.sinks()) {
            least = Math.min(least, sink == source ? 0 : work(sink));
        }
        return workOf(order.calledBeforeEverySink(), source) + least;
    }

    private double workOf(int[] some, int except) {
        double sum = 0;
        for (int call : some) {
            sum += call == except ? 0 : work(call);
        }
        return sum;
    }

    /** Microseconds times devices, of a call and what moves into its layout on its own mesh. */
    private double work(int call) {
        return iteration.decided[call]
                ? (double) (iteration.time[call] + iteration.into[call]) * table.meshDevices[iteration.mesh[call]]
                : least.work(call);
    }

    private double idleAtFirst(int source) {
        return iteration.decided[source]
                ? (double) iteration.end[source] * (table.devices - table.meshDevices[iteration.mesh[source]])
                : 0;
    }

    /** A cycle by what has to run on one device before the next iteration begins there. */
    private long cycle(int at) {
        if (!order.startsAfterAnyTwo()) {
            return iteration.busy(at, order.topological());
        }
        int source = order.onlySource();
        if (source < 0
                || !iteration.decided[source]
                || table.covered[at * table.meshes + iteration.mesh[source]] == 0) {
            return 0;
        }
        int row = at * table.meshes;
        long first = Long.MAX_VALUE;
        long moves = 0;
        for (int call : order.movesBeforeNext()) {
            first = Math.min(first, iteration.ready[call]);
            moves += iteration.into[call] * iteration.uses(call, at);
        }
        long one = Long.MAX_VALUE;
        long least = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        for (int sink : order.sinks()) {
            first = Math.min(first, iteration.ready[sink]);
            long work = iteration.decided[sink] ? iteration.time[sink] & table.covered[row + iteration.mesh[sink]] : 0;
            second = Math.min(second, Math.max(least, work));
            least = Math.min(least, work);
            if (table.graph.partner(sink) >= 0) {
                one = Math.min(one, work + iteration.back[sink] * iteration.uses(sink, at));
            }
        }
        long either = second == Long.MAX_VALUE ? one : Math.min(one, least + second);
        return first + moves + either;
    }

    /** All epochs, by what the first device of a mesh has to do. */
    private long device(int at, long cycle) {
        long first = Long.MAX_VALUE;
        long last = Long.MAX_VALUE;
        long work = 0;
        for (int call = 0; call < calls; call++) {
            long load = iteration.load(call, at);
            if (load > 0) {
                work += load;
                first = Math.min(first, iteration.ready[call]);
                last = Math.min(last, iteration.tail[call]);
            }
        }
        return work == 0 ? 0 : first + last + Math.max(epochs * work, (epochs - 1) * cycle + work);
    }

    private boolean fits(int at, int[] choice) {
        int row = at * table.meshes;
        long resident = 0;
        long working = 0;
        for (int call = 0; call < calls; call++) {
            if (iteration.decided[call]) {
                long there = table.covered[row + iteration.mesh[call]];
                resident += there & table.residentBytes[call][choice[call]];
                working = Math.max(working, there & table.workingBytes[call][choice[call]]);
            }
        }
        return resident + working <= table.deviceBytes;
    }
}
