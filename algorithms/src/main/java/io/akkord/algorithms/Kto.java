package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.LABELLED;
import static io.akkord.algorithms.experience.Column.REFERENCE_LOGPROBS;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.Role.REFERENCE;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.LabelledPreference;
import io.akkord.algorithms.preference.LabelledLoss;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Kahneman-Tversky optimisation: the policy learns from verdicts on single responses, held near a reference.
 *
 * <p>Ethayarajh et al. 2024. What a response gains is seen from a baseline, the KL of the policy to the reference. It is
 * estimated from prompts with the response of the row before: the mean log-ratio, not below 0, taken once an iteration
 * from the policy as it then is. That is why a KTO iteration is one update.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param loss {@code kto}, the default, or {@code apo-zero-unpaired}
 * @param beta how hard the policy is held to the reference, 0.1 is usual
 * @param desirableWeight weight of desirable responses, 1 by default; the paper advises to choose both weights so that
 *     weight times number of desirable to undesirable rows lies between 1 and 4/3
 * @param undesirableWeight weight of the others, 1 by default
 * @param passes how often an iteration's rows are walked, and in how many updates; one of each with {@code kto}
 * @param optimizer of the policy
 */
public record Kto(
        Sampling sampling,
        Loss loss,
        double beta,
        double desirableWeight,
        double undesirableWeight,
        Passes passes,
        OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Demonstration>> MISMATCHED = Column.rows("mismatched");
    private static final Column<TokenGrid> MISMATCHED_LOGPROBS = Column.tokens("mismatched-logprobs");
    private static final Column<TokenGrid> MISMATCHED_REFERENCE = Column.tokens("mismatched-reference-logprobs");
    private static final Column<Scores> BASELINE = Column.scores("kto-baseline");

    /** What a response is measured from. */
    public enum Loss {
        /** From the KL of the policy to the reference. */
        KTO,
        /** From 0: D'Oosterlinck et al. 2024, "APO-zero", for single responses. */
        APO_ZERO_UNPAIRED
    }

    public Kto {
        var _ = new LabelledLoss(beta, desirableWeight, undesirableWeight);
        if (loss == Loss.KTO && (passes.epochs() != 1 || passes.updates() != 1)) {
            throw new IllegalArgumentException("passes must have 1 epoch and 1 update with loss = kto, had "
                    + passes.epochs() + " and " + passes.updates()
                    + ": its baseline is that of the policy before the update; make the batch smaller instead");
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        var objective = new LabelledPreference(new LabelledLoss(beta, desirableWeight, undesirableWeight), BASELINE);
        var workflow = Workflow.named("kto")
                .then(infer(REFERENCE, LOGPROBS, 1).from(LABELLED).yields(REFERENCE_LOGPROBS));
        if (loss == Loss.APO_ZERO_UNPAIRED) {
            return workflow.then(train(POLICY, objective, passes, optimizer).from(LABELLED, REFERENCE_LOGPROBS))
                    .build();
        }
        return workflow.then(compute("mismatch", Kto::mismatched).from(LABELLED).yields(MISMATCHED))
                .then(infer(POLICY, LOGPROBS, 1).from(MISMATCHED).yields(MISMATCHED_LOGPROBS))
                .then(infer(REFERENCE, LOGPROBS, 1).from(MISMATCHED).yields(MISMATCHED_REFERENCE))
                .then(compute("baseline", Kto::baseline)
                        .from(MISMATCHED_LOGPROBS, MISMATCHED_REFERENCE)
                        .yields(BASELINE))
                .then(train(POLICY, objective, passes, optimizer).from(LABELLED, REFERENCE_LOGPROBS, BASELINE))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        return HeldOut.of("kto").answers(sampling, scoring).pairs(true, false).build();
    }

    /**
     * Each prompt with the response of the row before, the first with that of the last. Where both together are longer
     * than the longest row, the response is cut: no model is asked for more than the data needs.
     */
    private static Computed mismatched(Experience in) {
        List<LabelledResponse> rows = in.get(LABELLED).items();
        if (rows.size() < 2) {
            throw new IllegalArgumentException(
                    "kto.batch must be at least 2, was 1: the baseline needs the response to another prompt");
        }
        int longest = rows.stream()
                .mapToInt(row -> row.prompt().length + row.response().length)
                .max()
                .orElseThrow();
        var mismatched = new ArrayList<Demonstration>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            int[] prompt = rows.get(i).prompt();
            int[] other = rows.get((i + rows.size() - 1) % rows.size()).response();
            int kept = Math.min(other.length, longest - prompt.length);
            mismatched.add(new Demonstration(prompt, Arrays.copyOf(other, kept)));
        }
        return new Computed(Experience.empty().with(MISMATCHED, new Rows<>(mismatched)), new Metrics());
    }

    private static Computed baseline(Experience in) {
        double[][] policy = in.get(MISMATCHED_LOGPROBS).values();
        double[][] reference = in.get(MISMATCHED_REFERENCE).values();
        double sum = 0;
        for (int i = 0; i < policy.length; i++) {
            for (int t = 0; t < policy[i].length; t++) {
                sum += policy[i][t] - reference[i][t];
            }
        }
        var everywhere = new double[policy.length];
        Arrays.fill(everywhere, Math.max(0, sum / policy.length));
        return new Computed(Experience.empty().with(BASELINE, new Scores(everywhere)), new Metrics());
    }
}
