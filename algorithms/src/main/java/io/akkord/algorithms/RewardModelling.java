package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.workflow.Role.REWARD;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.objective.PairwiseRanking;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;

/**
 * Reward modelling: a network learns which of two responses people prefer.
 *
 * <p>Ouyang et al. 2022, section 3.5, step 2. The score is read at the last token of prompt and response; each pair
 * brings its own margin.
 *
 * @param centre holds scores near 0, see {@link PairwiseRanking#centre}; 0 for none
 * @param passes how often an iteration's pairs are walked, and in how many updates; more than one epoch overfits
 * @param optimizer of the reward model
 */
public record RewardModelling(double centre, Passes passes, OptimizerSettings optimizer) implements Algorithm {

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("reward-modelling")
                .then(train(REWARD, new PairwiseRanking(centre), passes, optimizer)
                        .from(PAIRS))
                .build();
    }
}
