/**
 * Who sends which part of a network to whom when it goes from one layout to another, and how long that takes. How layouts
 * are chosen is decided in {@code plan}; sums over a fixed group of devices are schedules of {@code collective}.
 */
@NullMarked
package io.akkord.placement.reallocation;

import org.jspecify.annotations.NullMarked;
