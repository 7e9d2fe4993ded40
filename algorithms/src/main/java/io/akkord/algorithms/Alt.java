package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compose;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.Quantiles;
import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.judge.Responses;
import io.akkord.algorithms.judge.Template;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Alignment with textual feedback: the policy learns from all of its responses, each beside what was said of it in words,
 * and is then asked with the words that praise.
 *
 * <p>Lloret et al. 2024, "Towards aligning language models with textual feedback", without its KL and entropy
 * terms. The words come from a language model that is asked about each response, or from the reward: a text for each
 * level of an iteration's scores, see {@link Quantiles}; a score is as the experiment's {@code reward} gives it.
 *
 * <p>A response of which nothing was said teaches nothing: an unscored one, all where all scores are equal, or one whose
 * question has no room in the context or an empty answer.
 *
 * @param sampling how responses are drawn
 * @param feedback where the words come from
 * @param condition how feedback and prompt stand together, with the places {@code {feedback}} and {@code {prompt}}
 * @param fromBest whether responses to learn from are drawn beside the best feedback too; else with none, so that the
 *     policy learns from responses of its plain self
 * @param aggregation {@code token-mean}, or {@code seq-mean-token-mean} where short answers should weigh as much
 * @param passes how often an iteration's responses are walked, and in how many updates
 * @param optimizer of the policy
 */
public record Alt(
        Sampling sampling,
        Feedback feedback,
        String condition,
        boolean fromBest,
        Aggregation aggregation,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Prompt>> QUESTIONS = Column.rows("feedback-prompts");
    private static final Column<Rows<Rollout>> ANSWERS = Column.rows("feedback-rollouts");

    /** Who gives feedback. */
    public enum From {
        /** The experiment's reward, in the words of {@link Feedback#words}. */
        SCORE,
        /** The policy as it is in this iteration. */
        POLICY,
        /** The frozen reference. */
        REFERENCE
    }

    /**
     * Where the words come from.
     *
     * @param words for {@code from = score}, from what is said of the worst responses to what is said of the best
     * @param best what the policy is asked with in the end; with {@code from = score} that is the last of the words
     * @param asking how the model is asked otherwise: a template with the places {@code {prompt}} and {@code {response}}
     */
    public record Feedback(From from, List<String> words, String best, FollowUp asking) {

        public Feedback {
            words = List.copyOf(words);
            if (from == From.SCORE) {
                ConditionalTraining.checkLevels("words", words);
            } else if (best.isBlank()) {
                throw new IllegalArgumentException("best must be given unless from = score, such as"
                        + " best = \"This is very good.\": the feedback with which the policy is asked in the end");
            }
            asking.check("asking", "prompt", "response");
        }

        String praise() {
            return from == From.SCORE ? words.getLast() : best;
        }
    }

    public Alt {
        new Template(condition).check("condition", List.of("feedback", "prompt"));
    }

    private Conditioning conditioning() {
        return new Conditioning(new Template(condition), "feedback");
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        WorkflowBuilder workflow = sampled(Workflow.named("alt"), fromBest);
        if (feedback.from() == From.SCORE || scoring.given()) {
            workflow.thenScore(scoring)
                    .then(compute("measure", Alt::measured)
                            .from(ROLLOUTS, RAW_SCORES, SCORES)
                            .yields());
        }
        if (feedback.from() == From.SCORE) {
            workflow.then(
                    compose("feedback", this::fromScores).from(ROLLOUTS, SCORES).yields(Conditioning.TAUGHT));
        } else {
            Role speaker = feedback.from() == From.POLICY ? POLICY : Role.REFERENCE;
            workflow.then(compose("ask-feedback", this::questions)
                            .from(ROLLOUTS)
                            .yields(QUESTIONS))
                    .then(generate(speaker, feedback.asking().sampling())
                            .from(QUESTIONS)
                            .yields(ANSWERS))
                    .then(compose("feedback", this::fromAnswers)
                            .from(ROLLOUTS, ANSWERS)
                            .yields(Conditioning.TAUGHT));
        }
        return workflow.then(train(POLICY, new NextToken(Conditioning.TAUGHT, aggregation), passes, optimizer)
                        .at(sampling.logitTemperature())
                        .from(Conditioning.TAUGHT))
                .build();
    }

    /** Responses to prompts beside the best feedback, scored where the experiment has a reward. */
    @Override
    public Workflow evaluation(Scoring scoring) {
        WorkflowBuilder workflow = sampled(Workflow.named("alt"), true);
        return (scoring.given() ? workflow.thenScore(scoring) : workflow).build();
    }

    private WorkflowBuilder sampled(WorkflowBuilder workflow, boolean best) {
        return best
                ? conditioning().addGeneration(workflow, sampling, feedback.praise())
                : workflow.then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS));
    }

    private static Computed measured(Experience in) {
        return new Computed(
                Experience.empty(),
                ResponseMetrics.of(
                        in.get(ROLLOUTS).items(),
                        in.get(RAW_SCORES).values(),
                        in.get(SCORES).values()));
    }

    private Computed fromScores(Experience in, TextCodec text) {
        List<int[]> words = feedback.words().stream().map(text::continuation).toList();
        int[] levels = Quantiles.of(in.get(SCORES).values(), words.size());
        var said = new ArrayList<int[]>();
        for (int level : levels) {
            said.add(level == Quantiles.NONE ? new int[0] : words.get(level));
        }
        return taught(in.get(ROLLOUTS).items(), said, text);
    }

    private Computed questions(Experience in, TextCodec text) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        var questions = new ArrayList<Prompt>();
        for (int row = 0; row < rollouts.size(); row++) {
            feedback.asking().about(rollouts.get(row), row, 0, Map.of(), text).ifPresent(questions::add);
        }
        var metrics = new Metrics().add("conditioning/questions_without_room", rollouts.size() - questions.size());
        return new Computed(Experience.empty().with(QUESTIONS, new Rows<>(questions)), metrics);
    }

    private Computed fromAnswers(Experience in, TextCodec text) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        var said = new ArrayList<int[]>();
        rollouts.forEach(rollout -> said.add(new int[0]));
        for (Rollout answer : in.get(ANSWERS).items()) {
            said.set(FollowUp.row(answer), Responses.withoutEnd(answer.response(), text));
        }
        return taught(rollouts, said, text);
    }

    /**
     * Responses beside what was said of them.
     *
     * @param said ids, none where nothing was said
     */
    private Computed taught(List<Rollout> rollouts, List<int[]> said, TextCodec text) {
        var taught = new ArrayList<Rollout>();
        int silent = 0;
        for (int i = 0; i < rollouts.size(); i++) {
            if (said.get(i).length == 0) {
                silent++;
            } else {
                conditioning().taught(rollouts.get(i), said.get(i), text).ifPresent(taught::add);
            }
        }
        var metrics = new Metrics()
                .add("conditioning/without_feedback", silent)
                .add("conditioning/responses_without_room", rollouts.size() - silent - taught.size());
        return new Computed(Experience.empty().with(Conditioning.TAUGHT, new Rows<>(taught)), metrics);
    }
}
