/**
 * Worlds of small problems whose answers can be checked exactly, made from nothing but a seed and a few knobs: what learning
 * from verifiable rewards is tried on, by models small enough to train from scratch. {@link io.akkord.rewards.tasks.Task}
 * makes the rows and checks the responses; no response is accepted for anything but being right, so a policy that searches
 * for gaps finds none.
 */
@NullMarked
package io.akkord.rewards.tasks;

import org.jspecify.annotations.NullMarked;
