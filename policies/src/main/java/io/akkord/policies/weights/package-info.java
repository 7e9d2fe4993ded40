/** Models on disk and on the host: Hugging Face directories, safetensors, host tensors. No device memory. */
@NullMarked
package io.akkord.policies.weights;

import org.jspecify.annotations.NullMarked;
