/**
 * What a call takes of our own runtime on the cores of one machine or several, whole or cut: the seconds of its operations
 * and exchanges, and the bytes that its tensors hold, of a whole network to the byte. Accelerators are in {@code
 * placement.cost}.
 */
@NullMarked
package io.akkord.placement.embedded;

import org.jspecify.annotations.NullMarked;
