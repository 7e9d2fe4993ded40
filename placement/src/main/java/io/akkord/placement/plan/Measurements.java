package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cost.StepPrice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long steps really take, beside what a model of their prices says.
 *
 * <p>What was measured under a plan is held against what the model says for that plan, and the ratio holds wherever the
 * step may run: a model that is wrong about a step is taken to be wrong about it everywhere alike. A step's ratio starts
 * at the pace, all seconds measured by all seconds predicted, and goes to the mean of its own measurements as these come
 * in, so that neither one slow iteration nor a machine that is slower altogether makes a step look special.
 */
public final class Measurements {

    private final Prices model;
    private final Map<String, Step> steps = new HashMap<>();
    private final Map<String, Ratios> ratios = new LinkedHashMap<>();
    private double measuredSeconds;
    private double predictedSeconds;

    /** Nothing is measured yet, so that the prices are the model's. */
    public Measurements(Prices model, Workflow workflow) {
        this.model = model;
        workflow.steps().forEach(step -> steps.put(step.name(), step));
    }

    /**
     * Takes in one iteration.
     *
     * @param plan under which it ran
     * @param seconds for which each step kept its device busy; steps that took none, and those that the plan does not
     *     place, say nothing
     */
    public void observe(Plan plan, Map<String, Double> seconds) {
        for (Placement placement : plan.placements()) {
            for (String name : placement.prices().keySet()) {
                double predicted = predicted(name, placement);
                double took = seconds.getOrDefault(name, 0.0);
                if (predicted > 0 && took > 0) {
                    ratios.merge(name, Ratios.NONE.and(took / predicted), (old, _) -> old.and(took / predicted));
                    predictedSeconds += predicted;
                    measuredSeconds += took;
                }
            }
        }
    }

    /** What the model says, whatever the plan was priced with. */
    private double predicted(String name, Placement placement) {
        Step step = steps.get(name);
        if (step == null) {
            return 0;
        }
        StepPrice price = model.price(step, placement.layout(), placement.execution());
        return price.seconds();
    }

    /** How many times as long as predicted a step takes; 1 before anything is measured. */
    public double ratio(String step) {
        return ratios.getOrDefault(step, Ratios.NONE).estimate(pace());
    }

    /** Standard error of a step's {@link #ratio}; where nothing is known of the step, of a guess. */
    public double standardError(String step) {
        return ratios.getOrDefault(step, Ratios.NONE).standardError(pace());
    }

    private double pace() {
        return predictedSeconds == 0 ? 1 : measuredSeconds / predictedSeconds;
    }

    /** The steps that were measured. */
    Set<String> steps() {
        return ratios.keySet();
    }

    /** The model's prices, corrected by what is known now. */
    public Prices prices() {
        return new MeasuredPrices(model, estimates(), pace());
    }

    /** The same if one step's ratio were so many standard errors higher. */
    Prices shifted(String step, int errors) {
        Map<String, Double> estimates = estimates();
        estimates.put(step, Math.max(0, ratio(step) + errors * standardError(step)));
        return new MeasuredPrices(model, estimates, pace());
    }

    private Map<String, Double> estimates() {
        var estimates = new HashMap<String, Double>();
        ratios.keySet().forEach(step -> estimates.put(step, ratio(step)));
        return estimates;
    }
}
