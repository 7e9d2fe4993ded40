/**
 * The two networks that algorithms ask: a language model (policy, reference, judge) and a value model (critic, reward).
 * Either may be a shard whose other ranks make the same calls. Everything about tensors stays below this package; who asks
 * them, and when, is in {@code actors}.
 */
@NullMarked
package io.akkord.policies;

import org.jspecify.annotations.NullMarked;
