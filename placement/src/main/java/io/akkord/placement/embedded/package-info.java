/**
 * What a call takes of our own runtime on a core of this machine: the seconds of its operations, and the bytes that its
 * tensors hold, to the byte. Accelerators, cuts and pipelines are in {@code placement.cost}.
 */
@NullMarked
package io.akkord.placement.embedded;

import org.jspecify.annotations.NullMarked;
