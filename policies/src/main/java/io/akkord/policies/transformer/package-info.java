/** The Llama-family decoder: its shape, its layers, its heads. Nothing here samples or learns. */
@NullMarked
package io.akkord.policies.transformer;

import org.jspecify.annotations.NullMarked;
