/**
 * In which order the stages of a pipeline take micro-batches forward and back, as data. What a stage computes is in {@code
 * policies}; what an order costs is in {@code placement.cost}.
 */
@NullMarked
package io.akkord.placement.pipeline;

import org.jspecify.annotations.NullMarked;
