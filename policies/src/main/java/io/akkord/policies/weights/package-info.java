/**
 * Numbers in host memory and in safetensors files: types, tensors, their names, and files that are written whole or not at
 * all. Which tensors make a model is in {@code models}; no device memory here.
 */
@NullMarked
package io.akkord.policies.weights;

import org.jspecify.annotations.NullMarked;
