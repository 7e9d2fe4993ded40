/**
 * A network's parameters on a device: where each Hugging Face tensor lies in them, copied in from the host and out again.
 * Files are in {@code weights}; what is computed with the parameters is in {@code transformer}.
 */
@NullMarked
package io.akkord.policies.parameters;

import org.jspecify.annotations.NullMarked;
