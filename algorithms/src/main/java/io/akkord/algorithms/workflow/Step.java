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
import io.akkord.algorithms.experience.TextCodec;
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

    /**
     * This step under a longer name, for a workflow that has another of its kind: what it yields, or the rows it learns
     * from, is added, such as {@code generate-policy-rollouts-2}. A computation has its name from its author and keeps it.
     */
    Step toldApart();

    /** Columns that must be there before the step starts. */
    List<Column<?>> inputs();

    /** Columns the step yields. */
    List<Column<?>> outputs();

    /** The network that does the work, where one does. */
    default Optional<Role> role() {
        return Optional.empty();
    }

    /** A network that takes part in the work of another, where one does. */
    default Optional<Role> guest() {
        return Optional.empty();
    }

    /** Every network whose weights the step needs. */
    default List<Role> roles() {
        return Stream.concat(role().stream(), guest().stream()).toList();
    }

    /**
     * A policy answers prompts.
     *
     * @param mixture another network that has a say in each token; the log-probs yielded are then those of both together
     */
    record Generate(
            String name,
            Role policy,
            Sampling sampling,
            Optional<Mixture> mixture,
            Column<Rows<Prompt>> from,
            Column<Rows<Rollout>> yields)
            implements Step {

        /** The step under its usual name. */
        public Generate(
                Role policy,
                Sampling sampling,
                Optional<Mixture> mixture,
                Column<Rows<Prompt>> from,
                Column<Rows<Rollout>> yields) {
            this("generate-" + policy.key(), policy, sampling, mixture, from, yields);
        }

        @Override
        public Generate toldApart() {
            return new Generate(name + "-" + yields.name(), policy, sampling, mixture, from, yields);
        }

        @Override
        public Optional<Role> guest() {
            return mixture.map(Mixture::other);
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

        /** The step under its usual name, which says what it yields where that is unusual for the network. */
        public Infer(
                Role network,
                Output output,
                double temperature,
                Column<? extends Rows<? extends Row>> from,
                Column<? extends ColumnContent> yields) {
            this(
                    "infer-" + network.key() + (output == network.usualOutput() ? "" : "-" + output.key()),
                    network,
                    output,
                    temperature,
                    from,
                    yields);
        }

        @Override
        public Infer toldApart() {
            return new Infer(name + "-" + yields.name(), network, output, temperature, from, yields);
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
    record Score(
            String name,
            Column<Rows<Rollout>> from,
            List<ModelScores> models,
            Column<Scores> raw,
            Column<Scores> yields)
            implements Step {

        /** The column in which a reward model's or judge's numbers arrive. */
        public record ModelScores(Role network, Column<Scores> column) {}

        /** The step under its usual name. */
        public Score(Column<Rows<Rollout>> from, List<ModelScores> models, Column<Scores> raw, Column<Scores> yields) {
            this("score", from, models, raw, yields);
        }

        @Override
        public Score toldApart() {
            return new Score(name + "-" + yields.name(), from, models, raw, yields);
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

        /** A pure function of the columns; {@code text} is for computations that write or read text. */
        @FunctionalInterface
        public interface Maths {
            Computed apply(Experience inputs, TextCodec text);
        }

        /** The columns a computation yields and what it measured on the way. */
        public record Computed(Experience columns, Metrics metrics) {

            /** One column, and nothing measured. */
            public static <T extends ColumnContent> Computed of(Column<T> column, T content) {
                return new Computed(Experience.empty().with(column, content), new Metrics());
            }
        }

        @Override
        public Compute toldApart() {
            return this;
        }
    }

    /**
     * A network learns.
     *
     * @param temperature what the logits are divided by, {@link Sampling#logitTemperature()}; 1 for scalar heads
     * @param rows the column that holds the sequences; the other inputs go to the objective
     */
    record Train(
            String name,
            Role network,
            Objective objective,
            Passes passes,
            OptimizerSettings optimizer,
            double temperature,
            Column<? extends Rows<? extends Row>> rows,
            List<Column<?>> inputs)
            implements Step {

        /** The step under its usual name. */
        public Train(
                Role network,
                Objective objective,
                Passes passes,
                OptimizerSettings optimizer,
                double temperature,
                Column<? extends Rows<? extends Row>> rows,
                List<Column<?>> inputs) {
            this("train-" + network.key(), network, objective, passes, optimizer, temperature, rows, inputs);
        }

        @Override
        public Train toldApart() {
            return new Train(
                    name + "-" + rows.name(), network, objective, passes, optimizer, temperature, rows, inputs);
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
