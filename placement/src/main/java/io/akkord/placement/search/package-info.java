/**
 * Which choice of one option for each of a few calls costs least: a search that can stop at any time, and says how far
 * from the best its answer can still be. What a call, an option and a cost are is the problem's affair: nothing here
 * knows of devices or seconds.
 */
@NullMarked
package io.akkord.placement.search;

import org.jspecify.annotations.NullMarked;
