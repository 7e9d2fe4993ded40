/**
 * A thin tensor layer over libtorch that fences off what corrupts silently there: gradients left on, memory freed under
 * a graph, results that depend on a profiler. Nothing native leaves this package but {@link
 * io.akkord.policies.tensor.Tensor}; what networks compute with it is in {@code transformer}, {@code generate} and
 * {@code train}.
 */
@NullMarked
package io.akkord.policies.tensor;

import org.jspecify.annotations.NullMarked;
