package io.akkord.actors.node;

import io.akkord.policies.tensor.Cancellation;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Lets device work be cancelled, and crashes its worker in the middle of it where the experiment asks for a drill.
 *
 * <p>A failure drill, {@code runtime.drills = ["train-policy@4"]}, kills the worker that performs that step in that
 * iteration of any stage, once the step is under way, the first time that it is attempted. It shows on one's own machine what the
 * recovery promises: the run ends with the same bytes as without the crash.
 */
final class Drill implements Cancellation {

    private static final int CHECKS_UNTIL_THE_MIDDLE = 2;

    private final AtomicBoolean cancelled;
    private final boolean armed;
    private final String what;
    private final Consumer<Drill> onReached;
    private int checks;

    private Drill(AtomicBoolean cancelled, boolean armed, String what, Consumer<Drill> onReached) {
        this.cancelled = cancelled;
        this.armed = armed;
        this.what = what;
        this.onReached = onReached;
    }

    /**
     * Makes the cancellation of a call.
     *
     * @param drills {@code step@iteration}
     * @param onReached told from the device's thread when the drill strikes
     */
    static Drill of(List<String> drills, StepCall call, AtomicBoolean cancelled, Consumer<Drill> onReached) {
        String what = call.step() + "@" + call.iteration();
        boolean named = drills.contains(what);
        return new Drill(cancelled, named && call.attempt() == 0, what, onReached);
    }

    @Override
    public void check() {
        if (armed && ++checks == CHECKS_UNTIL_THE_MIDDLE) {
            onReached.accept(this);
        }
        if (cancelled.get()) {
            throw new CancellationException(what + " was cancelled");
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
