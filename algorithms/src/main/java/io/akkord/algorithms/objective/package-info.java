/**
 * Losses as plain mathematics: each objective returns its value and its derivative with respect to what the network
 * yields, so that it can be proved by finite differences without a network.
 */
@NullMarked
package io.akkord.algorithms.objective;

import org.jspecify.annotations.NullMarked;
