/**
 * Who runs next: the desk that takes experiments for a cluster, keeps them in a queue that outlives it, starts each once its
 * devices are free, and hands its directory back. How an experiment is run it does not know; see {@code JobRunner}.
 */
@NullMarked
package io.akkord.actors.jobs;

import org.jspecify.annotations.NullMarked;
