/**
 * ReaL's planning problem: its options, its simulated iterations, and bounds on them. The prices are ReaL's own, faults
 * included, so that results can be compared with its search; how we price a plan ourselves is elsewhere.
 */
@NullMarked
package io.akkord.placement.instance;

import org.jspecify.annotations.NullMarked;
