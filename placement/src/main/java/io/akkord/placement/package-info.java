/**
 * Where each call runs: what a cluster offers, what a step costs there, how one iteration unfolds in time, and which
 * assignment of networks to devices makes it shortest. Nothing here touches a network or a thread; a plan is a pure
 * function of its inputs.
 */
@NullMarked
package io.akkord.placement;

import org.jspecify.annotations.NullMarked;
