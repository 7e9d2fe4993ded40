package io.akkord.placement.cost;

/**
 * What a step takes.
 *
 * @param spending seconds by where they go
 * @param memory bytes on its fullest device
 */
public record StepPrice(Spending spending, MemoryUse memory) {

    /** From the first device that starts to the last that ends. */
    public double seconds() {
        return spending.seconds();
    }
}
