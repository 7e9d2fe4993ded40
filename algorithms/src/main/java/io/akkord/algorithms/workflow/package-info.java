/**
 * An algorithm as data: a checked graph of five kinds of step over typed columns. The planner prices it, the runtime
 * walks it, recovery replays it; none of them knows an algorithm's name.
 */
@NullMarked
package io.akkord.algorithms.workflow;

import org.jspecify.annotations.NullMarked;
