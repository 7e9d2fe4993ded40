/**
 * Whether the cost model says what others measured: published tables row by row, priced as a plan would be. Where the
 * numbers of a price come from is in {@code placement.cost}, and its calibration in the cluster files.
 */
@NullMarked
package io.akkord.configs.predictions;

import org.jspecify.annotations.NullMarked;
