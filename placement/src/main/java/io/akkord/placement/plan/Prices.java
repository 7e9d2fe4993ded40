package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.StepPrice;
import java.util.List;

/** What a planner asks of a cost model that knows one workflow, its networks and its rows. */
public interface Prices {

    /** Ways to run a step under a cut that are worth pricing, at least one; none where the cut does not suit the network. */
    List<Execution> executions(Step step, Parallelism parallelism);

    /** What a step of a network takes. */
    StepPrice price(Step step, Layout layout, Execution execution);

    /** Seconds until the weights that a network has in one layout are in another. */
    double moveSeconds(Role network, Layout from, Layout to);

    /** Seconds to fetch a network's weights from the host's memory; infinite where they cannot lie there. */
    double fetchSeconds(Role network, Layout layout);

    /** Seconds until what a step yields has reached other devices. */
    double columnSeconds(Step step);
}
