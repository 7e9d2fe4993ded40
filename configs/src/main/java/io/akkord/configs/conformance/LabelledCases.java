package io.akkord.configs.conformance;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.objective.LabelledPreference;
import io.akkord.algorithms.objective.Objective;
import io.akkord.algorithms.objective.Objective.Derivative;
import io.akkord.algorithms.objective.Objective.MicroBatch;
import io.akkord.algorithms.preference.LabelledLoss;
import io.akkord.configs.vectors.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Losses of responses that are each desirable or not. */
final class LabelledCases {

    private LabelledCases() {}

    static final Map<String, CaseFunction> ALL = Map.of(
            "kto:kto", in -> kto(in, in.number("kl", 0)),
            "kto:apo_zero_unpaired", in -> kto(in, 0));

    private static Map<String, Object> kto(Value in, double baseline) {
        var loss = new LabelledLoss(
                in.number("beta", Double.NaN),
                in.number("desirable_weight", Double.NaN),
                in.number("undesirable_weight", Double.NaN));
        double[] wanted = in.get("policy_desirable").row();
        double[] unwanted = in.get("policy_undesirable").row();
        return labelled(
                loss,
                baseline,
                wanted.length,
                joined(wanted, unwanted),
                joined(in.get("ref_desirable").row(), in.get("ref_undesirable").row()));
    }

    /** The first responses are desirable, the rest not. */
    static Map<String, Object> labelled(
            LabelledLoss loss, double baseline, int desirable, double[][] policy, double[][] reference) {
        var column = Column.scores("baseline");
        var rows = new ArrayList<LabelledResponse>();
        var baselines = new double[policy.length];
        for (int i = 0; i < policy.length; i++) {
            rows.add(new LabelledResponse(new int[] {1}, new int[policy[i].length], i < desirable));
            baselines[i] = baseline;
        }
        Experience step = Experience.empty()
                .with(Column.LABELLED, new Rows<>(rows))
                .with(Column.REFERENCE_LOGPROBS, TokenGrid.of(reference))
                .with(column, new Scores(baselines));
        var objective = new LabelledPreference(loss, column);
        Objective.Local local = objective.prepare(step, TokenGrid.of(new double[0][]));
        TokenGrid outputs = TokenGrid.of(policy);
        Derivative whole = StepInputs.derivative(objective, step, outputs);
        double[] slopes =
                Arrays.stream(whole.slopes()).mapToDouble(tokens -> tokens[0]).toArray();
        return Map.of(
                "loss",
                whole.loss(),
                "losses",
                IntStream.range(0, policy.length)
                        .mapToDouble(i -> policy.length
                                * local.at(new MicroBatch(
                                                new int[] {i}, step.select(new int[] {i}), outputs.select(new int[] {i
                                                })))
                                        .loss())
                        .toArray(),
                "grad_desirable",
                Arrays.copyOf(slopes, desirable),
                "grad_undesirable",
                Arrays.copyOfRange(slopes, desirable, slopes.length));
    }

    private static double[][] joined(double[] first, double[] second) {
        return IntStream.range(0, first.length + second.length)
                .mapToObj(i -> new double[] {i < first.length ? first[i] : second[i - first.length]})
                .toArray(double[][]::new);
    }
}
