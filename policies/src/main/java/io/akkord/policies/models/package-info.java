/**
 * Whole models on the host: opened from a Hugging Face folder, written to one, or drawn fresh from a seed; configuration and
 * weights checked against each other, and cut into shards. The bytes of a weight file are in {@code weights}, the computation in {@code
 * transformer}.
 */
@NullMarked
package io.akkord.policies.models;

import org.jspecify.annotations.NullMarked;
