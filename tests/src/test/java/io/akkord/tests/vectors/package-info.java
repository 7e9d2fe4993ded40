/**
 * Vectors of our own: written by a second, exact computation of the formulas, and run through {@code akkord conformance}'s
 * code, so that the proof needs nothing beside this repository.
 */
@NullMarked
package io.akkord.tests.vectors;

import org.jspecify.annotations.NullMarked;
