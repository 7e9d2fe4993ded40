/**
 * Which messages make up a sum, a gathering or a broadcast over a group of ranks, as data, and what they cost on a cluster.
 * The processes that send them are in {@code actors}; which groups there are follows from a plan's layouts.
 */
@NullMarked
package io.akkord.placement.collective;

import org.jspecify.annotations.NullMarked;
