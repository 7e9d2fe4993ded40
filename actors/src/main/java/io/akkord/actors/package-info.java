/**
 * The embeddable API: start an experiment, watch it, wait for its summary. The command line is its first user.
 */
@NullMarked
package io.akkord.actors;

import org.jspecify.annotations.NullMarked;
