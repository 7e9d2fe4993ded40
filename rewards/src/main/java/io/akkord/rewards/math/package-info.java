/**
 * Whether a response ends in the right mathematical answer: {@link io.akkord.rewards.math.FinalNumber} compares the last
 * number, {@link io.akkord.rewards.math.MultipleChoice} the chosen letter, {@link io.akkord.rewards.math.MathAnswer} what
 * the answers mean. The last one reads LaTeX or plain notation into an {@link io.akkord.rewards.math.Answer} and compares
 * values, tuples, sets, intervals, equations and words by rules, expressions by their values at fixed points. Nothing here
 * is a proof system: it is bounded in time, never runs what a response says, and calls different what it cannot read.
 */
@NullMarked
package io.akkord.rewards.math;

import org.jspecify.annotations.NullMarked;
