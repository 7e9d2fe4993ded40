/**
 * Which network lives on which device: the simulated iteration, the search over assignments, and the plan it ends in.
 * Cutting one network over several devices is not here yet.
 */
@NullMarked
package io.akkord.placement.plan;

import org.jspecify.annotations.NullMarked;
