package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Device;
import io.akkord.placement.cost.StepCost;
import java.util.LinkedHashMap;
import java.util.Map;

/** The most each device holds at once: every network that lives there, and the hungriest of the steps it runs one by one. */
final class Memory {

    private Memory() {}

    /** Device to bytes, for the devices that are used. */
    static Map<Device, Long> peak(Workflow workflow, Map<Role, Device> placements, StepCost cost) {
        var resident = new LinkedHashMap<Device, Long>();
        placements.forEach((role, device) -> resident.merge(
                device, cost.residentBytes(role, workflow.trained().contains(role)), Long::sum));
        var working = new LinkedHashMap<Device, Long>();
        for (Step step : workflow.steps()) {
            step.role()
                    .map(placements::get)
                    .ifPresent(device -> working.merge(device, cost.workingBytes(step), Math::max));
        }
        working.forEach((device, bytes) -> resident.merge(device, bytes, Long::sum));
        return resident;
    }
}
