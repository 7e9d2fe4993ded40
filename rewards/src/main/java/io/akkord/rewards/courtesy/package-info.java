/**
 * The quickstart's world: visitors of a small town ask, replies answer, and people prefer some replies to others. All
 * text is generated, so a newcomer needs no data. What people prefer is {@code GoldRule}, which nothing ever trains on:
 * {@link io.akkord.rewards.courtesy.PairLabeller} turns it into preferences and {@link
 * io.akkord.rewards.courtesy.GoldJudge} judges with it before and after; no other class may know it.
 */
@NullMarked
package io.akkord.rewards.courtesy;

import org.jspecify.annotations.NullMarked;
