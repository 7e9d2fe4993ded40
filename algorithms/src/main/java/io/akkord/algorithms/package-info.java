/**
 * What is computed: one algorithm is one record that holds its settings and returns its {@link
 * io.akkord.algorithms.workflow.Workflow}. Where a step runs, and when, is decided elsewhere; nothing here knows a
 * tensor, an actor or a file.
 *
 * <p>Which paper is where, and where we deviate, is in {@code paper_index.md}.
 */
@NullMarked
package io.akkord.algorithms;

import org.jspecify.annotations.NullMarked;
