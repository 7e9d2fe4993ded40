package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import io.akkord.configs.vectors.VectorCase;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verifier;
import io.akkord.rewards.match.F1;
import io.akkord.rewards.match.StringMatch;
import io.akkord.rewards.match.StringMatch.Where;
import io.akkord.rewards.math.FinalNumber;
import io.akkord.rewards.math.MathAnswer;
import java.util.List;
import java.util.Map;

/** Rows of open-instruct's own tests of its verifiers: {@code {test, row: [kind, response, answer, score]}}. */
final class OpenInstructSuite implements Suite {

    private static final Map<String, Verifier> VERIFIERS = Map.of(
            "test_basic_scenarios", new StringMatch("answer", Where.TAGS),
            "test_puzzle_matcher_scenarios", new StringMatch("answer", Where.RESPONSE),
            "test_single_label", new F1("answer"),
            "test_list_labels", new F1("answer"),
            "test_signed_number_extraction", new FinalNumber());

    @Override
    public boolean reads(VectorCase one) {
        return one.whole().has("row") && one.whole().path("row").isList();
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        Value row = one.whole().get("row");
        String name = "open_instruct:" + one.function();
        if (one.function().equals("test_latex_normalization")) {
            return List.of(judged(name, new MathAnswer(), row.at(0), row.at(1), 1));
        }
        Verifier verifier = VERIFIERS.get(one.function());
        if (verifier == null || row.size() != 4) {
            return List.of(Judgement.skipped(name, "no verifier of ours judges this"));
        }
        return List.of(judged(name, verifier, row.at(1), row.at(2), row.at(3).number()));
    }

    private static Judgement judged(String name, Verifier verifier, Value response, Value answer, double expected) {
        try {
            double ours = verifier.verify(response.text(), Map.of("answer", answer.text()))
                    .score();
            return Math.abs(ours - expected) <= 1e-6
                    ? Judgement.passed(name, "")
                    : Judgement.failed(name, "expected %s, ours is %s, of %s".formatted(expected, ours, response));
        } catch (Unscored unscored) {
            return Judgement.skipped(name, String.valueOf(unscored.getMessage()));
        }
    }
}
