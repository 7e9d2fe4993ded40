package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compose;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.estimate.Quantiles;
import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.judge.Template;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The policy learns from all of its responses, good and bad, each behind a control string that says how good it is, and
 * is then asked with the best one.
 *
 * <p>Korbak et al. 2023, "Pretraining language models with human preferences", section 2, with the quantiles and the
 * rounds of Quark (Lu et al. 2022, section 2), without its KL penalty. A control stands for a level of the scores of one
 * iteration, see {@link Quantiles}. A score is as the experiment's {@code reward} gives it, normalised and clipped where that
 * is asked for.
 *
 * <p>An unscored response teaches nothing, nor does an iteration all of whose scores are equal, since no control is right
 * for them.
 *
 * @param sampling how responses are drawn
 * @param controls strings that stand before a prompt, from the worst responses' to the best ones'
 * @param fromBest whether responses to learn from are drawn with the best control too, as in Quark's later rounds; else
 *     with none, so that the policy learns from responses of its plain self
 * @param aggregation {@code token-mean}, or {@code seq-mean-token-mean} where short answers should weigh as much
 * @param passes how often an iteration's responses are walked, and in how many updates
 * @param optimizer of the policy
 */
public record ConditionalTraining(
        Sampling sampling,
        List<String> controls,
        boolean fromBest,
        Aggregation aggregation,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Conditioning CONTROLLED = new Conditioning(new Template("{control}{prompt}"), "control");

    public ConditionalTraining {
        controls = List.copyOf(controls);
        checkLevels("controls", controls);
    }

    /** Refuses texts that cannot tell at least two levels apart. */
    static void checkLevels(String key, List<String> texts) {
        if (texts.size() < 2
                || new HashSet<>(texts).size() < texts.size()
                || texts.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(key
                    + " must be at least two different texts, from worst to best, none of them blank; were " + texts);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return sampled(Workflow.named("conditional-training"), fromBest)
                .thenScore(scoring)
                .then(compose("control", this::controlled)
                        .from(ROLLOUTS, RAW_SCORES, SCORES)
                        .yields(Conditioning.TAUGHT))
                .then(train(POLICY, new NextToken(Conditioning.TAUGHT, aggregation), passes, optimizer)
                        .at(sampling.logitTemperature())
                        .from(Conditioning.TAUGHT))
                .build();
    }

    /** Responses to prompts behind the best control, scored. */
    @Override
    public Workflow evaluation(Scoring scoring) {
        return sampled(Workflow.named("conditional-training"), true)
                .thenScore(scoring)
                .build();
    }

    private WorkflowBuilder sampled(WorkflowBuilder workflow, boolean best) {
        return best
                ? CONTROLLED.addGeneration(workflow, sampling, controls.getLast())
                : workflow.then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS));
    }

    private Computed controlled(Experience in, TextCodec text) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        double[] scores = in.get(SCORES).values();
        List<int[]> encoded = controls.stream().map(text::continuation).toList();
        int[] levels = Quantiles.of(scores, controls.size());
        Metrics metrics = ResponseMetrics.of(rollouts, in.get(RAW_SCORES).values(), scores);
        var taught = new ArrayList<Rollout>();
        int placed = 0;
        for (int i = 0; i < levels.length; i++) {
            if (levels[i] != Quantiles.NONE) {
                placed++;
                CONTROLLED.taught(rollouts.get(i), encoded.get(levels[i]), text).ifPresent(taught::add);
            }
        }
        metrics.add("conditioning/without_level", levels.length - placed);
        metrics.add("conditioning/responses_without_room", placed - taught.size());
        return new Computed(Experience.empty().with(Conditioning.TAUGHT, new Rows<>(taught)), metrics);
    }
}
