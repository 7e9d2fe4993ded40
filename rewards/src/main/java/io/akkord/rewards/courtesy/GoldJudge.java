package io.akkord.rewards.courtesy;

import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.rewards.ModelScores;
import io.akkord.rewards.Reward;
import io.akkord.rewards.Unscored;

/**
 * What people would say of a reply, from 0 to 3; for judging before and after, never for training.
 *
 * <p>One point each for answering what was asked, being kind and ending well. A response cut off by the length limit has
 * not ended well.
 */
public record GoldJudge() implements Reward {

    /** @throws Unscored if the prompt is none of the world's requests */
    @Override
    public double score(Rollout rollout, ModelScores models) throws Unscored {
        String text = rollout.prompt().text();
        Question question = Question.find(text)
                .orElseThrow(
                        () -> new Unscored("the gold rule knows only courtesy's own requests, not \"" + text + "\""));
        return GoldRule.judge(question, rollout.text(), rollout.ending() != Ending.LENGTH)
                .total();
    }
}
