/**
 * Whether a response says what the row's label says, as text: normalised equality, overlap of words, exact short answers,
 * and the layouts in which a response must put its answer. What needs arithmetic or instructions to check is elsewhere.
 */
@NullMarked
package io.akkord.rewards.match;

import org.jspecify.annotations.NullMarked;
