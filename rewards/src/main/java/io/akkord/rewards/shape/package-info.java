/**
 * Rewards for the shape of a response whatever it says: its length in tokens and how much it repeats itself. They are
 * meant as parts of a sum beside a reward that reads the answer.
 */
@NullMarked
package io.akkord.rewards.shape;

import org.jspecify.annotations.NullMarked;
