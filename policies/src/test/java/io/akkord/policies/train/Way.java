package io.akkord.policies.train;

import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.TinyModels;
import io.akkord.policies.ValueModel;
import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parallel.ThreadGroups;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.Weights;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How a cut network learns in a test.
 *
 * @param cut of the network
 * @param virtualStages chunks a stage
 * @param microBatchRows most rows in a pass
 * @param settings of all ranks' learners
 */
record Way(Parallelism cut, int virtualStages, int microBatchRows, LearnerSettings settings) {

    private static final OptimizerSettings OPTIMIZER =
            new OptimizerSettings(1e-2, 0.9, 0.99, 1e-6, 0.01, 1, new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0));

    /** The usual settings, two rows in a pass. */
    static Way of(Parallelism cut) {
        return new Way(cut, 1, 2, LearnerSettings.DEFAULT);
    }

    /** What each rank answers, given its shard of the lesson's network and its learner. */
    <T> List<T> onAllRanks(Lesson lesson, Precision precision, BiFunction<Network, Learner, T> work) {
        return ThreadGroups.onAllRanks(
                cut, virtualStages, (shard, groups) -> onRank(lesson, precision, shard, groups, work));
    }

    /** The same on one of the ranks. */
    <T> T onRank(Lesson lesson, Precision precision, Shard shard, Groups groups, BiFunction<Network, Learner, T> work) {
        ModelConfig config = lesson.config();
        Weights weights = ShardWeights.cut(TinyModels.weights(config), config, shard);
        try (Network network = config.scalar()
                        ? ValueModel.create(config, shard, groups, weights, precision)
                        : LanguageModel.create(config, shard, groups, weights, precision);
                var learner = new Learner(network, OPTIMIZER, settings)) {
            return work.apply(network, learner);
        }
    }

    /** What the whole network answers. */
    static <T> T onWhole(Lesson lesson, Precision precision, BiFunction<Network, Learner, T> work) {
        return OnDevice.call(() -> of(Parallelism.NONE).onRank(lesson, precision, Shard.WHOLE, Groups.ALONE, work));
    }

    /** The whole network's tensors, from all ranks' pieces. */
    Weights join(Lesson lesson, List<Weights> pieces) {
        return ShardWeights.join(lesson.config(), cut, virtualStages, pieces);
    }

    /** A rank's pieces of them. */
    Weights cut(Lesson lesson, Weights whole, int rank) {
        return ShardWeights.cut(whole, lesson.config(), new Shard(cut, virtualStages, rank));
    }

    @Override
    public String toString() {
        return cut + " x " + virtualStages + ", " + microBatchRows + " rows, " + settings;
    }
}
