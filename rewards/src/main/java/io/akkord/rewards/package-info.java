/**
 * How good a response is: a reward reads one rollout and answers one number. Rewards are pure, immutable and safe on any
 * thread; {@link io.akkord.rewards.Scorer} runs them off the model threads and survives the ones that throw, hang or
 * answer nonsense. What a reward model or judge says arrives as a number: the networks themselves are elsewhere, and so
 * is the reading of files.
 */
@NullMarked
package io.akkord.rewards;

import org.jspecify.annotations.NullMarked;
