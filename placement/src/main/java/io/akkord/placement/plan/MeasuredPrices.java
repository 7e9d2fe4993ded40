package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.StepPrice;
import java.util.List;
import java.util.Map;

/**
 * A model's prices with the seconds of each step corrected; memory and moves stay as predicted.
 *
 * @param model what is corrected
 * @param ratios how many times as long as predicted a step takes, wherever it runs, by its name
 * @param pace the same for all other steps
 */
record MeasuredPrices(Prices model, Map<String, Double> ratios, double pace) implements Prices {

    MeasuredPrices {
        ratios = Map.copyOf(ratios);
    }

    @Override
    public List<Execution> executions(Step step, Parallelism parallelism) {
        return model.executions(step, parallelism);
    }

    @Override
    public StepPrice price(Step step, Layout layout, Execution execution) {
        StepPrice predicted = model.price(step, layout, execution);
        double ratio = ratios.getOrDefault(step.name(), pace);
        return new StepPrice(predicted.spending().times(ratio), predicted.memory());
    }

    @Override
    public double moveSeconds(Role network, Layout from, Layout to) {
        return model.moveSeconds(network, from, to);
    }

    @Override
    public double fetchSeconds(Role network, Layout layout) {
        return model.fetchSeconds(network, layout);
    }

    @Override
    public double columnSeconds(Step step) {
        return model.columnSeconds(step);
    }
}
