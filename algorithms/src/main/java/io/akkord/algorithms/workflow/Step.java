package io.akkord.algorithms.workflow;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One call of a workflow.
 *
 * <p>Five kinds are enough for every algorithm known to us: the networks generate, infer and train, a reward scores, and
 * the host computes. Each names the columns it reads and yields, and that alone orders them.
 */
public sealed interface Step {

    /** Unique in its workflow, such as {@code infer-critic}. */
    String name();

    /** Columns that must be there before the step starts. */
    List<Column<?>> inputs();

    /** Columns the step yields. */
    List<Column<?>> outputs();

    /** The network that does the work, where one does. */
    default Optional<Role> role() {
        return Optional.empty();
    }

    /** A policy answers prompts. */
    record Generate(Role policy, Sampling sampling, Column<Rows<Prompt>> from, Column<Rows<Rollout>> yields)
            implements Step {
        @Override
        public String name() {
            return "generate-" + policy.key();
        }

        @Override
        public List<Column<?>> inputs() {
            return List.of(from);
        }

        @Override
        public List<Column<?>> outputs() {
            return List.of(yields);
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(policy);
        }
    }

    /**
     * A network reads rows without learning from them.
     *
     * @param name {@link #usualName}, or another where a network reads twice
     * @param temperature what the logits are divided by, {@link Sampling#logitTemperature()}; 1 for scalar heads
     * @param yields a {@code TokenGrid} for log-probs and values, {@code Scores} for scores
     */
    record Infer(
            String name,
            Role network,
            Output output,
            double temperature,
            Column<? extends Rows<? extends Row>> from,
            Column<? extends ColumnContent> yields)
            implements Step {

        /** {@code infer-critic}, or {@code infer-critic-scores} where the output is not the network's usual one. */
        public static String usualName(Role network, Output output) {
            String unusual = output == network.usualOutput() ? "" : "-" + output.key();
            return "infer-" + network.key() + unusual;
        }

        @Override
        public List<Column<?>> inputs() {
            return List.of(from);
        }

        @Override
        public List<Column<?>> outputs() {
            return List.of(yields);
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(network);
        }
    }

    /**
     * The experiment's reward judges rollouts, off the model threads.
     *
     * @param models what each network that the reward asks has said, role by role
     */
    record Score(Column<Rows<Rollout>> from, List<ModelScores> models, Column<Scores> raw, Column<Scores> yields)
            implements Step {

        /** The column in which a reward model's or judge's numbers arrive. */
        public record ModelScores(Role network, Column<Scores> column) {}

        @Override
        public String name() {
            return "score";
        }

        @Override
        public List<Column<?>> inputs() {
            return Stream.<Column<?>>concat(
                            Stream.of(from, MOMENTS), models.stream().map(ModelScores::column))
                    .toList();
        }

        @Override
        public List<Column<?>> outputs() {
            return List.of(raw, yields, MOMENTS);
        }
    }

    /** Host mathematics; small enough to run beside the coordinator. */
    record Compute(String name, Maths maths, List<Column<?>> inputs, List<Column<?>> outputs) implements Step {

        /** A pure function of the columns. */
        @FunctionalInterface
        public interface Maths {
            Computed apply(Experience inputs);
        }

        /** The columns a computation yields and what it measured on the way. */
        public record Computed(Experience columns, Metrics metrics) {}
    }

    /**
     * A network learns.
     *
     * @param temperature what the logits are divided by, {@link Sampling#logitTemperature()}; 1 for scalar heads
     * @param rows the column that holds the sequences; the other inputs go to the objective
     */
    record Train(
            Role network,
            Objective objective,
            Passes passes,
            OptimizerSettings optimizer,
            double temperature,
            Column<? extends Rows<? extends Row>> rows,
            List<Column<?>> inputs)
            implements Step {
        @Override
        public String name() {
            return "train-" + network.key();
        }

        @Override
        public List<Column<?>> outputs() {
            return List.of();
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(network);
        }
    }

    /** Running count, mean and squared deviation of the raw scores, carried from iteration to iteration. */
    Column<State> MOMENTS = Column.carried("score-moments", new State(0, 0, 0));
}
