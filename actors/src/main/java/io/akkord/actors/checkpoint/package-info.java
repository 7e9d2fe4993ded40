/**
 * Networks between the disk and the workers: where a stage's models come from, and the checkpoints a run leaves behind.
 * The formats themselves are in {@code policies.weights}.
 */
@NullMarked
package io.akkord.actors.checkpoint;

import org.jspecify.annotations.NullMarked;
