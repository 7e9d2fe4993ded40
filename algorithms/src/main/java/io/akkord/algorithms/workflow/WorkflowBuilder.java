package io.akkord.algorithms.workflow;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Step.Score.ModelScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets an algorithm's file read like its paper: {@code generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS)}. */
public final class WorkflowBuilder {

    private final String name;
    private final List<Step> steps = new ArrayList<>();

    WorkflowBuilder(String name) {
        this.name = name;
    }

    /** Lists a step after all those listed so far; it still runs beside those it has nothing in common with. */
    public WorkflowBuilder then(Step step) {
        steps.add(step);
        return this;
    }

    /**
     * Scores rollouts with the experiment's reward. The reward's model side is in the graph: an {@code infer} for each
     * network it asks, then the host step.
     */
    public WorkflowBuilder thenScore(Set<Role> rewardModels) {
        var models = new ArrayList<ModelScores>();
        for (Role model : rewardModels) {
            Column<Scores> column = Column.scores(model.key() + "-scores");
            steps.add(infer(model, Output.SCORES, 1).from(Column.ROLLOUTS).yields(column));
            models.add(new ModelScores(model, column));
        }
        return then(new Step.Score(Column.ROLLOUTS, models, Column.RAW_SCORES, Column.SCORES));
    }

    /**
     * The checked graph.
     *
     * @throws IllegalArgumentException if the steps do not fit together, see {@link Workflow}
     */
    public Workflow build() {
        return new Workflow(name, steps);
    }

    /** A policy answers each prompt {@code sampling.samples()} times. */
    public static Generates generate(Role policy, Sampling sampling) {
        return from -> yields -> new Step.Generate(policy, sampling, from, yields);
    }

    /**
     * A network reads rows.
     *
     * @param temperature the one the rows were sampled at; 1 for scalar heads
     */
    public static Infers infer(Role network, Output output, double temperature) {
        String name = Step.Infer.usualName(network, output);
        return from -> new InferYields(name, network, output, temperature, from);
    }

    /** The host computes; {@code maths} must be a pure function, since a repeated iteration calls it again. */
    public static Computes compute(String name, Step.Compute.Maths maths) {
        return from -> yields -> new Step.Compute(name, maths, List.of(from), List.of(yields));
    }

    /** A network learns, at temperature 1 unless told {@link Trains#at}. */
    public static Trains train(Role network, Objective objective, Passes passes, OptimizerSettings optimizer) {
        return new Trains(network, objective, passes, optimizer, 1);
    }

    /** A generation that has yet to be told its prompts. */
    @FunctionalInterface
    public interface Generates {
        GenerateYields from(Column<Rows<Prompt>> prompts);
    }

    /** A generation that has yet to be told its rollouts. */
    @FunctionalInterface
    public interface GenerateYields {
        Step yields(Column<Rows<Rollout>> rollouts);
    }

    /** An inference that has yet to be told its rows. */
    @FunctionalInterface
    public interface Infers {
        InferYields from(Column<? extends Rows<? extends Row>> rows);
    }

    /** An inference that has yet to be told its column. */
    public record InferYields(
            String name, Role network, Output output, double temperature, Column<? extends Rows<? extends Row>> from) {

        /** Tells this step from another one in which the same network reads. */
        public InferYields named(String other) {
            return new InferYields(other, network, output, temperature, from);
        }

        public Step yields(Column<? extends ColumnContent> column) {
            return new Step.Infer(name, network, output, temperature, from, column);
        }
    }

    /** A computation that has yet to be told what it reads. */
    @FunctionalInterface
    public interface Computes {
        ComputeYields from(Column<?>... columns);
    }

    /** A computation that has yet to be told what it yields. */
    @FunctionalInterface
    public interface ComputeYields {
        Step yields(Column<?>... columns);
    }

    /** A training that has yet to be told its rows and what its objective reads. */
    public record Trains(
            Role network, Objective objective, Passes passes, OptimizerSettings optimizer, double temperature) {

        /** Divides the logits by the temperature at which the rows were sampled. */
        public Trains at(double samplingTemperature) {
            return new Trains(network, objective, passes, optimizer, samplingTemperature);
        }

        public Step from(Column<? extends Rows<? extends Row>> rows, Column<?>... columns) {
            var inputs = new ArrayList<Column<?>>(List.of(rows));
            inputs.addAll(List.of(columns));
            return new Step.Train(network, objective, passes, optimizer, temperature, rows, inputs);
        }
    }
}
