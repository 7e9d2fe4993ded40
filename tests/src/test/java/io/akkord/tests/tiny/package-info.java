/** Runs small enough for a test, in this JVM or in one of their own, and what they leave behind as values to compare. */
@NullMarked
package io.akkord.tests.tiny;

import org.jspecify.annotations.NullMarked;
