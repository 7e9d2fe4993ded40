package io.akkord.algorithms.workflow;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Row;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Step.Score.ModelScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets an algorithm's file read like its paper: {@code generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS)}. */
public final class WorkflowBuilder {

    private final String name;
    private final List<Step> steps = new ArrayList<>();
    private int draws = 1;

    WorkflowBuilder(String name) {
        this.name = name;
    }

    /**
     * Lists a step after all those listed so far; it still runs beside those it has nothing in common with. Where its name
     * is taken it gets a longer one, {@link Step#toldApart}.
     */
    public WorkflowBuilder then(Step step) {
        boolean taken = steps.stream().anyMatch(listed -> listed.name().equals(step.name()));
        steps.add(taken ? step.toldApart() : step);
        return this;
    }

    /** Asks for that many batches of source rows in each iteration, {@link Workflow#draws}. */
    public WorkflowBuilder drawing(int batches) {
        draws = batches;
        return this;
    }

    /**
     * Scores rollouts with the experiment's reward. The reward's model side is in the graph: an {@code infer} for each
     * network it asks, then the host step.
     */
    public WorkflowBuilder thenScore(Scoring scoring) {
        return thenScore(scoring, Column.ROLLOUTS, Column.RAW_SCORES, Column.SCORES);
    }

    /** Scores rollouts as {@link #thenScore(Scoring)} does, under columns of one's own. */
    public WorkflowBuilder thenScore(
            Scoring scoring, Column<Rows<Rollout>> from, Column<Scores> raw, Column<Scores> scores) {
        var models = new ArrayList<ModelScores>();
        if (scoring.rewardModel()) {
            Column<Scores> column = Column.scores("reward-" + scores.name());
            then(infer(Role.REWARD, Output.SCORES, 1).from(from).yields(column));
            models.add(new ModelScores(Role.REWARD, column));
        }
        scoring.rubric().ifPresent(rubric -> models.add(thenRate(rubric, from, "judge-" + scores.name())));
        return then(new Step.Score(from, models, raw, scores));
    }

    private ModelScores thenRate(Rubric rubric, Column<Rows<Rollout>> from, String name) {
        Column<Rows<Question>> questions = Column.rows(name + "-questions");
        Column<TokenGrid> answers = Column.tokens(name + "-answers");
        Column<Scores> column = Column.scores(name);
        then(compose("ask-" + name, (in, text) -> Computed.of(questions, rubric.questions(in.get(from), text)))
                .from(from)
                .yields(questions));
        then(infer(Role.JUDGE, Output.LOGPROBS, 1).from(questions).yields(answers));
        then(compute(name, in -> Computed.of(column, rubric.scores(in.get(answers))))
                .from(answers)
                .yields(column));
        return new ModelScores(Role.JUDGE, column);
    }

    /**
     * The checked graph.
     *
     * @throws IllegalArgumentException if the steps do not fit together, see {@link Workflow}
     */
    public Workflow build() {
        return new Workflow(name, steps, draws);
    }

    /** A policy answers each prompt {@code sampling.samples()} times. */
    public static Generates generate(Role policy, Sampling sampling) {
        return new Generates(policy, sampling, Optional.empty());
    }

    /**
     * A network reads rows.
     *
     * @param temperature the one the rows were sampled at; 1 for scalar heads
     */
    public static Infers infer(Role network, Output output, double temperature) {
        return from -> new InferYields(network, output, temperature, from);
    }

    /** The host computes on numbers; {@code maths} must be a pure function, since a repeated iteration calls it again. */
    public static Computes compute(String name, Function<Experience, Computed> maths) {
        return compose(name, (inputs, text) -> maths.apply(inputs));
    }

    /** The same where the computation writes or reads text. */
    public static Computes compose(String name, Step.Compute.Maths maths) {
        return from -> yields -> new Step.Compute(name, maths, List.of(from), List.of(yields));
    }

    /** A network learns, at temperature 1 unless told {@link Trains#at}. */
    public static Trains train(Role network, Objective objective, Passes passes, OptimizerSettings optimizer) {
        return new Trains(network, objective, passes, optimizer, 1);
    }

    /** A generation that has yet to be told its prompts. */
    public record Generates(Role policy, Sampling sampling, Optional<Mixture> mixture) {

        /** Gives another network a share in each token, see {@link Mixture}. */
        public Generates mixedWith(Role other, double coefficient) {
            return new Generates(policy, sampling, Optional.of(new Mixture(other, coefficient)));
        }

        public GenerateYields from(Column<Rows<Prompt>> prompts) {
            return yields -> new Step.Generate(policy, sampling, mixture, prompts, yields);
        }
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
            Role network, Output output, double temperature, Column<? extends Rows<? extends Row>> from) {
        public Step yields(Column<? extends ColumnContent> column) {
            return new Step.Infer(network, output, temperature, from, column);
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
