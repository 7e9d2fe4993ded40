package io.akkord.configs;

import io.akkord.algorithms.workflow.Role;
import io.akkord.configs.rows.DataSources;
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
        String text) {

    public Experiment {
        models = Map.copyOf(models);
        stages = List.copyOf(stages);
    }
}
