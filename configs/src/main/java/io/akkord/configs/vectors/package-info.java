/**
 * Files of published numbers: what a function was given and what it gave, as plain values. What is made of them stands in
 * {@code conformance}.
 */
@NullMarked
package io.akkord.configs.vectors;

import org.jspecify.annotations.NullMarked;
