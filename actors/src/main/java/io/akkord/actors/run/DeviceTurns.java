package io.akkord.actors.run;

import io.akkord.placement.cluster.Mesh;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose turn it is on devices that several workers use together; safe to share between the walks of a stage.
 *
 * <p>Ranks that work together wait for each other on their devices. If two such steps had devices in common and one rank
 * began with this one, another with that one, both would wait for ever. So a step takes all of its devices or none, and who
 * finds them taken is told when any are free again. A step of a lone worker waits for nobody and needs no turn, unless two
 * walks are under way: then one may ask it for older weights while the other has it learn.
 */
final class DeviceTurns {

    private final boolean ofLoneWorkers;
    private final List<Mesh> taken = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();

    /**
     * All devices are free.
     *
     * @param ofLoneWorkers whether those take turns, too
     */
    DeviceTurns(boolean ofLoneWorkers) {
        this.ofLoneWorkers = ofLoneWorkers;
    }

    /** Whether workers must take devices before they work. */
    boolean areFor(NetworkWorkers workers) {
        return ofLoneWorkers || workers.isGang();
    }

    /**
     * Takes devices, if all of them are free.
     *
     * @param again run once, by whoever gives devices back, where they are not
     */
    synchronized boolean take(Mesh devices, Runnable again) {
        if (taken.stream().noneMatch(devices::overlaps)) {
            taken.add(devices);
            return true;
        }
        waiting.add(again);
        return false;
    }

    /** Gives devices back. */
    void giveBack(Mesh devices) {
        List<Runnable> told;
        synchronized (this) {
            taken.remove(devices);
            told = List.copyOf(waiting);
            waiting.clear();
        }
        told.forEach(Runnable::run);
    }
}
