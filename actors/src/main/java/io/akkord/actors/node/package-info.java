/**
 * What a node offers: its devices, a worker for each network that lives on one, a worker for the reward, and the bulk
 * port through which columns and weights reach them. Who calls them, and in which order, is in {@code run}.
 */
@NullMarked
package io.akkord.actors.node;

import org.jspecify.annotations.NullMarked;
