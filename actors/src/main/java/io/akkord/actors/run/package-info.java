/**
 * When: a run's stages one after another, a stage's iterations, an iteration's steps. Each coordinator owns one of these
 * and asks the one below; facts travel up to the journal before the next phase begins.
 */
@NullMarked
package io.akkord.actors.run;

import org.jspecify.annotations.NullMarked;
