/**
 * The two networks that algorithms ask: a language model (policy, reference, judge) and a value model (critic, reward).
 * Everything about tensors stays below this package; who asks them, and when, is in {@code actors}.
 */
@NullMarked
package io.akkord.policies;

import org.jspecify.annotations.NullMarked;
