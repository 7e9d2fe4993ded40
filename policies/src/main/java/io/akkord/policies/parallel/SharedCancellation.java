package io.akkord.policies.parallel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation that all ranks of a copy follow at the same place.
 *
 * <p>If each rank asked for itself, one would leave while the others wait for it in a collective. So slice 0 of the first
 * stage asks, and its answer goes down the pipeline ahead of the micro-batch that it lets pass.
 */
public final class SharedCancellation {

    private SharedCancellation() {}

    /**
     * Returns if the work is still wanted; called by all ranks of a copy when no array is under way between them.
     *
     * @throws CancellationException on every rank if it is not
     */
    public static void check(Cancellation cancel, Shard shard, Groups groups) {
        try (var scope = new Scope()) {
            Tensor unwanted = scope.zeros(ElementType.INT64, 1);
            CancellationException reason = null;
            if (shard.isFirst()) {
                reason = shard.slice() == 0 ? reason(cancel) : null;
                unwanted.memory().set(JAVA_LONG, 0, reason == null ? 0 : 1);
                groups.tensor().broadcast(unwanted.memory(), ElementType.INT64, 0);
            } else {
                groups.pipeline().receive(unwanted.memory(), shard.stage() - 1);
            }
            if (!shard.isLast()) {
                groups.pipeline().send(unwanted.memory(), shard.stage() + 1);
            }
            if (unwanted.memory().get(JAVA_LONG, 0) != 0) {
                throw reason == null ? new CancellationException("cancelled by the first rank") : reason;
            }
        }
    }

    /** Why work is no longer wanted; null while it is. */
    public static @Nullable CancellationException reason(Cancellation cancel) {
        try {
            cancel.check();
            return null;
        } catch (CancellationException e) {
            return e;
        }
    }
}
