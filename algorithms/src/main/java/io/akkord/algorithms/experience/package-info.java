/**
 * What flows between the steps of a workflow: rows of token sequences and the numbers that belong to them. Host data
 * only; the networks that make and read it are in {@code policies}.
 */
@NullMarked
package io.akkord.algorithms.experience;

import org.jspecify.annotations.NullMarked;
