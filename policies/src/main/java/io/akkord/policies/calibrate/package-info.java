/**
 * How fast is a core of this machine at what our runtime asks of it? Matrix products, memory, copies to and from the Java
 * heap, native calls, each measured through the tensor layer. What the figures predict is in {@code placement.embedded}.
 */
@NullMarked
package io.akkord.policies.calibrate;

import org.jspecify.annotations.NullMarked;
