/**
 * The Llama-family decoder: its shape, its layers, its heads, whole or cut among ranks. Nothing here samples or learns; what
 * ranks exchange goes through {@code parallel}.
 */
@NullMarked
package io.akkord.policies.transformer;

import org.jspecify.annotations.NullMarked;
