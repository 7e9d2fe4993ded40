/**
 * How fast: JMH benchmarks, started by {@code tests/benchmarks/run}. The figures that the README quotes come from here;
 * how long a whole experiment takes is in its own {@code summary.json}.
 */
@NullMarked
package io.akkord.tests.benchmarks;

import org.jspecify.annotations.NullMarked;
