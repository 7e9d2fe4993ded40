/**
 * What a preference costs, in plain numbers: one pair or one labelled response in, loss and slopes out. Which tokens make
 * up those numbers, and how the losses of a step become one, is in {@code objective}.
 */
@NullMarked
package io.akkord.algorithms.preference;

import org.jspecify.annotations.NullMarked;
