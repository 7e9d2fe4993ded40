/** Host mathematics between inference and training: KL estimates and controllers, advantages, running moments. */
@NullMarked
package io.akkord.algorithms.estimate;

import org.jspecify.annotations.NullMarked;
