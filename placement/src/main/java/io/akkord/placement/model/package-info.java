/** What a network weighs and costs, from its shape alone: parameters, FLOP, bytes. The networks are in {@code policies}. */
@NullMarked
package io.akkord.placement.model;

import org.jspecify.annotations.NullMarked;
