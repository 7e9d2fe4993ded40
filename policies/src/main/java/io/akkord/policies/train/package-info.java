/**
 * How a network learns: gradients of an objective summed over micro-batches, clipping, AdamW; of a network that is cut, on
 * every rank its stage's way through the pipeline, sums within the copy and over the copies. The objectives themselves are plain
 * mathematics in {@code algorithms}; which rows make a step is decided there too, and the order of a pipeline's passes in {@code
 * placement.pipeline}.
 */
@NullMarked
package io.akkord.policies.train;

import org.jspecify.annotations.NullMarked;
