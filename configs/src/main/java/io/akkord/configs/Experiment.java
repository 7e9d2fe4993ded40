package io.akkord.configs;

import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.rows.DataSources;
import io.akkord.rewards.Reward;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks for, complete and checked.
 *
 * @param name names the run directory
 * @param seed everything random in a run follows from it
 * @param models networks given from outside; the others derive from these
 * @param reward what stages that score maximise; of kind {@code none} where no stage scores
 * @param gold judges the end and is never trained on
 * @param stages run one after another, each handing its checkpoint on
 * @param plan how its networks are placed
 * @param code the reward that stands for {@code reward.kind = code}, null unless a program has given it
 * @param text the experiment as HOCON with every default and absolute paths: every node rebuilds this object from it
 */
public record Experiment(
        String name,
        long seed,
        Map<Role, ModelSource> models,
        DataSources data,
        RewardSettings reward,
        @Nullable RewardSettings gold,
        List<Stage> stages,
        RuntimeSettings runtime,
        PlanSettings plan,
        @Nullable Reward code,
        String text) {

    public Experiment {
        models = Map.copyOf(models);
        stages = List.copyOf(stages);
    }

    /**
     * The experiment with a reward of the program's own, where {@code reward.kind} is {@code code} or made of it. It lives
     * in this process only: whoever resumes the run gives it again.
     *
     * @param given pure, and safe on many threads at once
     * @throws IllegalArgumentException if the experiment does not ask for it, or if it asks a network
     */
    public Experiment rewardedBy(Reward given) {
        if (!reward.asksForCode()) {
            throw new IllegalArgumentException("reward.kind must be code for a program to give the reward, was "
                    + reward.source().kind());
        }
        if (!given.models().isEmpty()) {
            throw new IllegalArgumentException("a reward given by a program may ask no network; put learned or judge"
                    + " beside code in a weighted-sum");
        }
        return new Experiment(name, seed, models, data, reward, gold, stages, runtime, plan, given, text);
    }

    /**
     * What stages that score maximise; reads the reward's files.
     *
     * @throws io.akkord.algorithms.UserError if one cannot be read, or the reward is code and none was given
     */
    public Reward rewarding() {
        return reward.reward(code);
    }

    /**
     * Refuses to run without the reward that a program should have given.
     *
     * @throws io.akkord.algorithms.UserError saying who gives it
     */
    public void checkCode() {
        if (reward.asksForCode()) {
            var _ = rewarding();
        }
    }
}
