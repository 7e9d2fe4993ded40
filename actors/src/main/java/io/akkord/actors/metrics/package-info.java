/** What a run leaves behind to look at: metrics, samples, the plan, the trace of every device, the summary. */
@NullMarked
package io.akkord.actors.metrics;

import org.jspecify.annotations.NullMarked;
