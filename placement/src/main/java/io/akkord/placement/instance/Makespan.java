package io.akkord.placement.instance;

import io.akkord.placement.search.AssignmentProblem;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The simulated end of all iterations under a plan, in microseconds; three times that where memory does not suffice.
 *
 * <p>Tasks start in the order in which they become ready, as soon as every earlier one on a common device has ended; a
 * gap once passed over is not filled. Equal times leave in the order of a binary heap keyed by time alone, the same as
 * Python's {@code heapq}, because ReaL's results depend on it: first in, first out would change a quarter of all plans,
 * by up to 9 %. For the same reason a task's ready time may still rise while it is queued, without being sorted again:
 * the next iteration begins after any two of the moves that end the last one, and the others still report to it.
 *
 * <p>A mesh is free when the last task that shares a device with it has ended. Only meshes in use matter, so that is
 * kept for each call's mesh, and the loop over calls has neither branches nor look-ups.
 */
final class Makespan implements AssignmentProblem.Price {

    /** A plan that does not fit costs so many times as much. */
    static final int OUT_OF_MEMORY = 3;

    private final OptionTable table;
    private final int calls;
    private final int gates;
    private final int[][] children;
    private final int[] roots;
    private final int[] freshWaits;
    private final int[] gateOf;

    private final int[] waits;
    private final long[] ready;
    private final long[] free;
    private final long[] clash;
    private final ReadyQueue queue;
    private final SteadyState steady;

    /** The one call with which an iteration begins, or -1. */
    private final int source;

    /** {@code [2 * gate + half]}: the duration of a task, and the call whose mesh it occupies. */
    private final long[] duration;

    private final int[] site;

    Makespan(OptionTable table) {
        this.table = table;
        TaskGraph graph = table.graph;
        calls = table.calls;
        gates = graph.gates();
        freshWaits = graph.waits(table.epochs);
        gateOf = IntStream.range(0, freshWaits.length)
                .map(place -> place % gates)
                .toArray();
        waits = new int[freshWaits.length];
        ready = new long[freshWaits.length];
        free = new long[calls];
        clash = new long[calls * calls];
        queue = new ReadyQueue(ready);
        steady = new SteadyState(calls, gates, queue, ready, waits, free);
        duration = new long[2 * gates];
        site = new int[2 * gates];
        children = new int[gates][];
        for (int gate = 0; gate < gates; gate++) {
            children[gate] = graph.children(gate);
        }
        for (int call = 0; call < calls; call++) {
            site[2 * call] = call;
            if (graph.partner(call) >= 0) {
                site[2 * graph.enter(call)] = graph.partner(call);
                site[2 * graph.enter(call) + 1] = call;
                site[2 * graph.leave(call)] = call;
                site[2 * graph.leave(call) + 1] = graph.partner(call);
            }
        }
        roots = IntStream.range(0, gates).filter(gate -> freshWaits[gate] == 0).toArray();
        source = roots.length == 1 && roots[0] < calls ? roots[0] : -1;
    }

    @Override
    public double of(int[] choice, double limit) {
        place(choice);
        int factor = fits(choice) ? 1 : OUT_OF_MEMORY;
        return factor * (double) simulate(limit / factor);
    }

    private void place(int[] choice) {
        for (int call = 0; call < calls; call++) {
            int option = choice[call];
            duration[2 * call] = table.micros[call][option];
            int partner = table.graph.partner(call);
            if (partner >= 0) {
                int near = table.layout[call][option];
                int far = table.layout[partner][choice[partner]];
                int enter = 2 * table.graph.enter(call);
                int leave = 2 * table.graph.leave(call);
                duration[enter] = duration[enter + 1] = table.into[call][far][near];
                duration[leave] = duration[leave + 1] = table.back[call][far][near];
            }
            int row = table.mesh[call][option] * table.meshes;
            for (int other = 0; other < calls; other++) {
                clash[call * calls + other] = table.overlap[row + table.mesh[other][choice[other]]];
            }
        }
    }

    /** Whether memory suffices; meshes that overlap pairwise have in common the first device of one of them. */
    boolean fits(int[] choice) {
        for (int call = 0; call < calls; call++) {
            int row = table.mesh[call][choice[call]] * table.meshes;
            long resident = 0;
            long working = 0;
            for (int other = 0; other < calls; other++) {
                int option = choice[other];
                long there = table.covered[row + table.mesh[other][option]];
                resident += there & table.residentBytes[other][option];
                working = Math.max(working, there & table.workingBytes[other][option]);
            }
            if (resident + working > table.deviceBytes) {
                return false;
            }
        }
        return true;
    }

    private long simulate(double limit) {
        System.arraycopy(freshWaits, 0, waits, 0, waits.length);
        Arrays.fill(ready, 0);
        Arrays.fill(free, 0);
        queue.clear();
        for (int root : roots) {
            open(root, root);
        }
        steady.clear();
        int iteration = nextBeginning(0);
        long skipped = 0;
        long makespan = 0;
        while (queue.size() > 0) {
            int task = queue.pop();
            int place = task >> 1;
            int gate = gateOf[place];
            int slot = 2 * gate + (task & 1);
            if (place == iteration) {
                int epoch = place / gates;
                iteration = nextBeginning(epoch);
                long period = steady.period(place, epoch);
                if (period >= 0) { // this iteration takes the place of the last one
                    skipped = period * (table.epochs - 1 - epoch);
                    waits[place + gates] = TaskGraph.NEVER;
                    iteration = -1;
                }
            }
            long end = Math.max(ready[place], free[site[slot]]) + duration[slot];
            if (end > makespan) {
                makespan = end;
                if (end + skipped > limit) {
                    return end + skipped;
                }
            }
            int row = site[slot] * calls;
            for (int call = 0; call < calls; call++) {
                free[call] = Math.max(free[call], end & clash[row + call]);
            }
            int epoch = place - gate;
            for (int child : children[gate]) {
                int told = epoch + child;
                ready[told] = Math.max(ready[told], end);
                if (--waits[told] == 0) {
                    open(told, gateOf[told]);
                }
            }
        }
        return makespan + skipped;
    }

    /** Where the first call of the iteration after this one stands, if something may be gained by looking out for it. */
    private int nextBeginning(int epoch) {
        return source >= 0 && epoch + 2 < table.epochs ? (epoch + 1) * gates + source : -1;
    }

    private void open(int place, int gate) {
        queue.push(2 * place);
        if (gate >= calls) {
            queue.push(2 * place + 1);
        }
    }
}
