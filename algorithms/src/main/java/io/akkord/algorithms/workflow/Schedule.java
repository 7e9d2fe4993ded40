package io.akkord.algorithms.workflow;

/**
 * How a learning rate changes with the updates, as {@code transformers.optimization} computes it.
 *
 * @param kind the shape after warm-up
 * @param warmup updates over which the rate rises linearly from 0
 * @param updates the update at which the shape ends; 0 lets the run fill in how many it will take
 * @param minRatio the lowest factor of {@link Kind#COSINE_WITH_MIN_LR}
 */
public record Schedule(Kind kind, int warmup, int updates, double minRatio) {

    public Schedule {
        if (warmup < 0) {
            throw new IllegalArgumentException("warmup must be at least 0, was " + warmup);
        }
        if (updates < 0) {
            throw new IllegalArgumentException("updates must be at least 0, was " + updates);
        }
        if (!(minRatio >= 0 && minRatio <= 1)) {
            throw new IllegalArgumentException("min-ratio must lie in [0, 1], was " + minRatio);
        }
    }

    /** Shapes after warm-up. */
    public enum Kind {
        CONSTANT,
        LINEAR,
        COSINE,
        COSINE_WITH_MIN_LR
    }

    /** This schedule, ending after {@code total} updates where it does not say itself when it ends. */
    public Schedule endingBy(int total) {
        return updates == 0 ? new Schedule(kind, warmup, total, minRatio) : this;
    }

    /** The factor of the peak rate at update {@code step}, counted from 0. */
    public double factor(long step) {
        if (step < warmup) {
            return (double) step / Math.max(1, warmup);
        }
        double progress = (double) (step - warmup) / Math.max(1, updates - warmup);
        return switch (kind) {
            case CONSTANT -> 1;
            case LINEAR -> Math.max(0, 1 - progress);
            case COSINE -> Math.max(0, cosine(progress));
            case COSINE_WITH_MIN_LR -> Math.max(0, cosine(progress) * (1 - minRatio) + minRatio);
        };
    }

    private static double cosine(double progress) {
        return 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
