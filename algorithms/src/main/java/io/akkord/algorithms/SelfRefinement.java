package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compose;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.judge.Responses;
import io.akkord.algorithms.objective.PairPreference;
import io.akkord.algorithms.preference.PairComparison;
import io.akkord.algorithms.preference.PairLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The policy criticises its own responses, refines them, and learns to prefer what it refined, without the detour.
 *
 * <p>The loop is that of Madaan et al. 2023, "Self-Refine", once round; learning from it is as in the first stage of Bai
 * et al. 2022, "Constitutional AI", but from pairs, refined over initial, by DPO's loss. Where the experiment has a reward
 * only those pairs teach whose refined response scores higher, as an answer to the plain prompt and by raw scores, since
 * the two scorings are normalised each by its own moments; otherwise all whose responses differ, on trust.
 *
 * <p>Equal responses, and those about which a question has no room in the context, make no pair and are counted.
 *
 * @param sampling how initial responses are drawn
 * @param critique how a response is criticised: a template with the places {@code {prompt}} and {@code {response}}
 * @param refinement how it is refined: a template with those and {@code {critique}}
 * @param loss what the two implicit rewards of a pair cost; {@code sigmoid} is DPO's
 * @param beta how hard the policy is held to the reference
 * @param labelSmoothing how often a pair is the wrong way round, in [0, 0.5)
 * @param nll weight of the refined responses' negative log-likelihood, a mean over their tokens; 0 for none
 * @param passes how often an iteration's pairs are walked, and in how many updates
 * @param optimizer of the policy
 */
public record SelfRefinement(
        Sampling sampling,
        FollowUp critique,
        FollowUp refinement,
        PairLoss loss,
        double beta,
        double labelSmoothing,
        double nll,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Prompt>> CRITIQUE_PROMPTS = Column.rows("critique-prompts");
    private static final Column<Rows<Rollout>> CRITIQUES = Column.rows("critiques");
    private static final Column<Rows<Prompt>> REFINEMENT_PROMPTS = Column.rows("refinement-prompts");
    private static final Column<Rows<Rollout>> REFINEMENTS = Column.rows("refinements");
    private static final Column<Rows<Rollout>> REFINED = Column.rows("refined-rollouts");
    private static final Column<Scores> REFINED_RAW_SCORES = Column.scores("refined-raw-scores");

    public SelfRefinement {
        critique.check("critique", "prompt", "response");
        refinement.check("refinement", "prompt", "response", "critique");
        var _ = objective(loss, beta, labelSmoothing, nll);
    }

    private static PairPreference objective(PairLoss loss, double beta, double labelSmoothing, double nll) {
        return new PairPreference(PairComparison.of(loss, beta, labelSmoothing), 1, nll, true, false);
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        WorkflowBuilder workflow = Workflow.named("self-refinement")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS));
        if (scoring.given()) {
            workflow.thenScore(scoring)
                    .then(compute("measure", SelfRefinement::measured)
                            .from(ROLLOUTS, RAW_SCORES, SCORES)
                            .yields());
        }
        workflow.then(compose("ask-critique", this::askCritique).from(ROLLOUTS).yields(CRITIQUE_PROMPTS))
                .then(generate(POLICY, critique.sampling())
                        .from(CRITIQUE_PROMPTS)
                        .yields(CRITIQUES))
                .then(compose("ask-refinement", this::askRefinement)
                        .from(ROLLOUTS, CRITIQUES)
                        .yields(REFINEMENT_PROMPTS))
                .then(generate(POLICY, refinement.sampling())
                        .from(REFINEMENT_PROMPTS)
                        .yields(REFINEMENTS));
        var read = new ArrayList<Column<?>>(List.of(ROLLOUTS, REFINEMENTS));
        if (scoring.given()) {
            workflow.then(compute("restore-prompts", SelfRefinement::restored)
                            .from(ROLLOUTS, REFINEMENTS)
                            .yields(REFINED))
                    .thenScore(scoring, REFINED, REFINED_RAW_SCORES, Column.scores("refined-scores"));
            read.addAll(List.of(RAW_SCORES, REFINED_RAW_SCORES));
        }
        double temperature = sampling.logitTemperature();
        return workflow.then(compose("pairs", SelfRefinement::pairs)
                        .from(read.toArray(Column<?>[]::new))
                        .yields(PAIRS))
                .then(infer(REFERENCE, LOGPROBS, temperature).from(PAIRS).yields(REFERENCE_LOGPROBS))
                .then(train(POLICY, objective(loss, beta, labelSmoothing, nll), passes, optimizer)
                        .at(temperature)
                        .from(PAIRS, REFERENCE_LOGPROBS))
                .build();
    }

    /** All but what learns: the figures are those of the pairs that the held-out prompts would give. */
    @Override
    public Workflow evaluation(Scoring scoring) {
        return workflow(scoring).yielding(Set.of(RAW_SCORES, PAIRS));
    }

    private static Computed measured(Experience in) {
        return new Computed(
                Experience.empty(),
                ResponseMetrics.of(
                        in.get(ROLLOUTS).items(),
                        in.get(RAW_SCORES).values(),
                        in.get(SCORES).values()));
    }

    private Computed askCritique(Experience in, TextCodec text) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        var asked = new ArrayList<Prompt>();
        for (int row = 0; row < rollouts.size(); row++) {
            critique.about(rollouts.get(row), row, 0, Map.of(), text).ifPresent(asked::add);
        }
        var metrics = new Metrics().add("refinement/critiques_without_room", rollouts.size() - asked.size());
        return new Computed(Experience.empty().with(CRITIQUE_PROMPTS, new Rows<>(asked)), metrics);
    }

    private Computed askRefinement(Experience in, TextCodec text) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        List<Rollout> critiques = in.get(CRITIQUES).items();
        var asked = new ArrayList<Prompt>();
        for (Rollout said : critiques) {
            int row = FollowUp.row(said);
            Map<String, int[]> also = Map.of("critique", Responses.withoutEnd(said.response(), text));
            refinement.about(rollouts.get(row), row, 1, also, text).ifPresent(asked::add);
        }
        var metrics = new Metrics().add("refinement/refinements_without_room", critiques.size() - asked.size());
        return new Computed(Experience.empty().with(REFINEMENT_PROMPTS, new Rows<>(asked)), metrics);
    }

    /** Refined responses as answers to the plain prompts. */
    private static Computed restored(Experience in) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        return Computed.of(
                REFINED,
                new Rows<>(in.get(REFINEMENTS).items().stream()
                        .map(refined -> refined.answering(
                                rollouts.get(FollowUp.row(refined)).prompt()))
                        .toList()));
    }

    private static Computed pairs(Experience in, TextCodec text) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        List<Rollout> refinements = in.get(REFINEMENTS).items();
        var pairs = new ArrayList<PreferencePair>();
        var metrics = new Metrics();
        for (int i = 0; i < refinements.size(); i++) {
            Rollout refined = refinements.get(i);
            int row = FollowUp.row(refined);
            Rollout initial = rollouts.get(row);
            boolean same = Arrays.equals(
                    Responses.withoutEnd(initial.response(), text), Responses.withoutEnd(refined.response(), text));
            metrics.add("refinement/equal_fraction", same ? 1 : 0);
            boolean improved = !in.has(RAW_SCORES) || improved(in, row, i, metrics);
            if (improved && !same) {
                pairs.add(new PreferencePair(initial.prompt().tokens(), refined.response(), initial.response(), 0));
            }
        }
        metrics.add("refinement/pairs", pairs.size());
        return new Computed(Experience.empty().with(PAIRS, new Rows<>(pairs)), metrics);
    }

    /** Whether the refined response scores higher; not where one of the two has no score. */
    private static boolean improved(Experience in, int row, int refinement, Metrics metrics) {
        double initial = in.get(RAW_SCORES).values()[row];
        double refined = in.get(REFINED_RAW_SCORES).values()[refinement];
        boolean unscored = Double.isNaN(initial) || Double.isNaN(refined);
        metrics.add("refinement/unscored_fraction", unscored ? 1 : 0);
        if (!unscored) {
            metrics.add("refinement/initial_reward_mean", initial);
            metrics.add("refinement/refined_reward_mean", refined);
            metrics.add("refinement/improved_fraction", refined > initial ? 1 : 0);
        }
        return refined > initial;
    }
}
