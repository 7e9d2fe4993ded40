/** What a step of a workflow takes on a device: FLOP for its time, bytes for its memory. Measured times are not known yet. */
@NullMarked
package io.akkord.placement.cost;

import org.jspecify.annotations.NullMarked;
