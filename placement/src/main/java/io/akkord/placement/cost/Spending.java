package io.akkord.placement.cost;

/**
 * Where the seconds of a step go, as its slowest stage sees them; they add up to the step.
 *
 * @param compute operations that multiply as fast as the device can
 * @param memory operations that wait for the device's memory
 * @param launch operations too small to be worth their launch
 * @param tensor all-reduces between slices
 * @param pipeline messages between stages
 * @param bubble stages waiting for their first and after their last micro-batch, and for slower ones
 * @param data gradients and weights between copies
 * @param optimizer updates
 */
public record Spending(
        double compute,
        double memory,
        double launch,
        double tensor,
        double pipeline,
        double bubble,
        double data,
        double optimizer) {

    /** All of it. */
    public double seconds() {
        return compute + memory + launch + tensor + pipeline + bubble + data + optimizer;
    }

    /** Each part so many times as long. */
    public Spending times(double factor) {
        return new Spending(
                compute * factor,
                memory * factor,
                launch * factor,
                tensor * factor,
                pipeline * factor,
                bubble * factor,
                data * factor,
                optimizer * factor);
    }
}
