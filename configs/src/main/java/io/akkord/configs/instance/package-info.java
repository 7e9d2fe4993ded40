/**
 * What does a file of ReaL's planning problem say? Reads {@code rlhf-plan-instance/1} and refuses what no plan could be
 * priced with; what an instance means, and how it is solved, is in {@code placement.instance}.
 */
@NullMarked
package io.akkord.configs.instance;

import org.jspecify.annotations.NullMarked;
