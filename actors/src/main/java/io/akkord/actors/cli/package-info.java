/**
 * What does a user type, and what do they see? Commands that call the embeddable API and nothing below it, the live
 * display of a run, and the one place that prints: results on standard output, everything else on standard error.
 */
@NullMarked
package io.akkord.actors.cli;

import org.jspecify.annotations.NullMarked;
