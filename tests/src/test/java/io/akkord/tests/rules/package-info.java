/**
 * What every class and every source file of the house obeys. A rule that fails says what to do instead; the words behind
 * the rules are in CONTRIBUTING.md.
 */
@NullMarked
package io.akkord.tests.rules;

import org.jspecify.annotations.NullMarked;
