/**
 * The book a run keeps of itself: events as versioned JSON in an H2 file of the run directory, so that they outlive
 * refactorings and can be read by people. What is written there is the business of who writes it.
 */
@NullMarked
package io.akkord.actors.journal;

import org.jspecify.annotations.NullMarked;
