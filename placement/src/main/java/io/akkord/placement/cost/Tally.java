package io.akkord.placement.cost;

/** Seconds of one pass through some blocks, added up by what they are spent on. */
final class Tally {

    double compute;
    double memory;
    double launch;
    double tensor;

    /** Adds another pass, so many times. */
    Tally add(Tally other, double times) {
        compute += times * other.compute;
        memory += times * other.memory;
        launch += times * other.launch;
        tensor += times * other.tensor;
        return this;
    }

    /** The whole step, of which this is repeated so many times and the rest is spent beside it. */
    Spending spending(double times, double pipeline, double bubble, double data, double optimizer) {
        return new Spending(
                times * compute, times * memory, times * launch, times * tensor, pipeline, bubble, data, optimizer);
    }

    double seconds() {
        return compute + memory + launch + tensor;
    }

    /** The host launches ahead of the device: only where all launches take longer than the work do they show. */
    Tally launched(double launchSeconds) {
        launch += Math.max(0, launchSeconds - seconds());
        return this;
    }
}
