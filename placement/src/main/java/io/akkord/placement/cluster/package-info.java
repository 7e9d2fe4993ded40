/** The machines on offer: nodes, their devices, and what a device can do. How they are found is the runtime's business. */
@NullMarked
package io.akkord.placement.cluster;

import org.jspecify.annotations.NullMarked;
