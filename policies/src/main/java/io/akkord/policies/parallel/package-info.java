/**
 * What a rank of a cut network must know: which part it holds, and how it reaches the ranks that hold the rest. The cut
 * itself is in {@code placement}; how arrays travel is the business of whoever implements {@link
 * io.akkord.policies.parallel.Collective}.
 */
@NullMarked
package io.akkord.policies.parallel;

import org.jspecify.annotations.NullMarked;
