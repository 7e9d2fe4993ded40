/**
 * Where each call of a workflow runs and how its network is cut: the candidates, the simulated iteration, the memory, the
 * plan it ends in, and what measured times say of it afterwards. What a call takes is asked of {@code Prices}.
 */
@NullMarked
package io.akkord.placement.plan;

import org.jspecify.annotations.NullMarked;
