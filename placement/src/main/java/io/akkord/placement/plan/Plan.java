package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Device;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where each network lives, and what that is expected to cost.
 *
 * @param placements network to device
 * @param seconds one iteration, predicted
 * @param stepSeconds step to predicted seconds, in the workflow's order; 0 for host steps
 * @param memoryBytes device name to the most bytes it holds at once
 * @param description for people: what was chosen, why, and the runner-up
 */
public record Plan(
        Map<Role, Device> placements,
        double seconds,
        Map<String, Double> stepSeconds,
        Map<String, Long> memoryBytes,
        String description) {

    public Plan {
        placements = Collections.unmodifiableMap(new EnumMap<>(placements));
        stepSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(stepSeconds));
        memoryBytes = Collections.unmodifiableMap(new LinkedHashMap<>(memoryBytes));
    }

    /**
     * The device of a network.
     *
     * @throws IllegalArgumentException if the workflow has no such network
     */
    public Device device(Role role) {
        Device device = placements.get(role);
        if (device == null) {
            throw new IllegalArgumentException("the plan places no " + role.key());
        }
        return device;
    }
}
