/**
 * How a network learns: gradients of an objective summed over micro-batches, clipping, AdamW. The objectives themselves
 * are plain mathematics in {@code algorithms}; which rows make a step is decided there too.
 */
@NullMarked
package io.akkord.policies.train;

import org.jspecify.annotations.NullMarked;
