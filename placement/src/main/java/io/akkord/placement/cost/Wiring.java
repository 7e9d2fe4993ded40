package io.akkord.placement.cost;

import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;

/**
 * What a layout stands on: the slowest of its devices, and the links that its groups talk over.
 *
 * @param device the slowest kind, which the others wait for
 * @param tensor the slices of one stage of one copy
 * @param data the copies of one slice
 * @param hop from a device of one stage to its peer in the next, while all the others of its stage send too
 */
public record Wiring(DeviceKind device, Group tensor, Group data, Link hop) {}
