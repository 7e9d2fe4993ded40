package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.Spending;
import io.akkord.placement.cost.StepPrice;
import java.util.List;

/**
 * Prices that are easy to follow by hand: ten seconds to generate, three to infer, six to train on one device, less in
 * proportion on more; 100 bytes of weights, 400 more to train, 50 to work with, cut evenly.
 */
record GivenPrices(double moveSeconds, double fetchSeconds, double columnSeconds) implements Prices {

    static final GivenPrices FREE_MOVES = new GivenPrices(0, Double.POSITIVE_INFINITY, 0);

    @Override
    public List<Execution> executions(Step step, Parallelism parallelism) {
        return List.of(Execution.of(1, Recompute.NONE));
    }

    @Override
    public StepPrice price(Step step, Layout layout, Execution execution) {
        double alone = switch (step) {
            case Step.Generate _ -> 10;
            case Step.Infer _ -> 3;
            case Step.Train _ -> 6;
            case Step.Score _, Step.Compute _ -> throw new IllegalStateException("host steps take no device");
        };
        int cut = layout.parallelism().shards();
        long learning = step instanceof Step.Train ? 200 / cut : 0;
        return new StepPrice(
                new Spending(alone / layout.mesh().size(), 0, 0, 0, 0, 0, 0, 0),
                new MemoryUse(100 / cut, learning, learning, 50 / cut, 0, 0));
    }

    @Override
    public double moveSeconds(Role network, Layout from, Layout to) {
        return moveSeconds;
    }

    @Override
    public double fetchSeconds(Role network, Layout layout) {
        return fetchSeconds;
    }

    @Override
    public double columnSeconds(Step step) {
        return columnSeconds;
    }
}
