/**
 * Numbers in host memory and in safetensors files: types, tensors and their names. Which tensors make a model is in {@code
 * models}; no device memory here.
 */
@NullMarked
package io.akkord.policies.weights;

import org.jspecify.annotations.NullMarked;
