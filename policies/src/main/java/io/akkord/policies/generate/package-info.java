/**
 * How a language model answers: batches of rows with a key-value cache, sampling that depends on nothing but its key.
 * Training never meets this package; it recomputes log-probs from the tokens.
 */
@NullMarked
package io.akkord.policies.generate;

import org.jspecify.annotations.NullMarked;
