/**
 * What a step takes on a cluster under a layout: a roofline for each operation, collectives on the real links, pipelines and
 * their bubbles, and the bytes on the fullest device. What a network is made of is in {@code model}, what devices can do in
 * {@code cluster}; which layout is best is for the planner to say.
 */
@NullMarked
package io.akkord.placement.cost;

import org.jspecify.annotations.NullMarked;
