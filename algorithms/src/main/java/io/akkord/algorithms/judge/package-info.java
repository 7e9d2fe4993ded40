/**
 * How a language model judges: templates that quote responses by their ids, questions with few possible answers, and
 * what the probabilities of those answers say. Who judges and what is done with it is an algorithm's affair.
 */
@NullMarked
package io.akkord.algorithms.judge;

import org.jspecify.annotations.NullMarked;
