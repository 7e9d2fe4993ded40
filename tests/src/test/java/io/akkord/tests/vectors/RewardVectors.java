package io.akkord.tests.vectors;

import static io.akkord.tests.vectors.CaseWriter.named;

import java.util.List;
import java.util.Map;

/** Rewards for shape, whose values are small fractions, and verdicts that a person can check by reading. */
final class RewardVectors {

    private RewardVectors() {}

    static String shaping() {
        var cases = new CaseWriter(41);
        for (int length : new int[] {70, 80, 85, 95, 100, 140}) {
            Exact over = Exact.of(length - 80.0).within(0, 20).over(20);
            cases.add(
                    "soft_overlong_punishment",
                    named("max_completion_len", 100, "soft_punish_cache", 20, "length", length),
                    named("reward", over.negated().rounded()));
        }
        repetition(cases, 2, 0, 4, 4, 4, 4, 4, 4);
        repetition(cases, 2, 5, 1, 2, 3, 4, 5, 6);
        repetition(cases, 3, 3, 1, 2, 3, 1, 2, 3, 1);
        double[] cosines = {1, .5, 0, -.5, -1};
        int[] lengths = {0, 20, 30, 40, 60}; // of 60: the angles whose cosines those are
        for (int i = 0; i < lengths.length; i++) {
            for (boolean correct : new boolean[] {true, false}) {
                Exact bend = Exact.of(cosines[i]).plus(Exact.ONE).over(2);
                double sign = correct ? 1 : -1;
                cases.add(
                        "cosine_scaled_reward",
                        named("correct", correct, "length", lengths[i], "max_len", 60),
                        named(
                                "reward",
                                bend.over(2).plus(Exact.of(.5)).times(sign).rounded()));
            }
        }
        return cases.text("exact fractions");
    }

    /** @param distinct how many of its n-grams are, counted by hand; 0 where all of them are one */
    private static void repetition(CaseWriter cases, int ngram, int distinct, int... ids) {
        int all = ids.length - ngram + 1;
        Exact again = Exact.ONE.minus(Exact.of(Math.max(1, distinct)).over(all));
        cases.add(
                "repetition_penalty_reward",
                named("ids", ids, "ngram", ngram, "max_penalty", -1.0),
                named("reward", again.negated().plus(Exact.ZERO).rounded()));
    }

    static String verdicts() {
        var cases = new CaseWriter(42);
        equal(cases, true, "\\frac{1}{2}", "0.5");
        equal(cases, true, "x = 5", "5");
        equal(cases, true, "12", "12.0");
        equal(cases, true, "2\\sqrt{3}", "\\sqrt{12}");
        equal(cases, true, "\\{1, 2\\}", "\\{2, 1\\}");
        equal(cases, false, "(1, 2)", "(2, 1)");
        equal(cases, false, "-3", "3");
        equal(cases, false, "\\frac{1}{2}", "\\frac{1}{3}");
        checked(cases, "punctuation:no_comma", named(), "no pause at all", true);
        checked(cases, "punctuation:no_comma", named(), "yes, a pause", false);
        checked(cases, "keywords:existence", named("keywords", List.of("tea", "milk")), "Tea with milk.", true);
        checked(cases, "keywords:existence", named("keywords", List.of("tea", "milk")), "Tea alone.", false);
        checked(
                cases,
                "length_constraints:number_words",
                named("relation", "at least", "num_words", 3),
                "one two three",
                true);
        checked(
                cases,
                "length_constraints:number_words",
                named("relation", "at least", "num_words", 4),
                "one two three",
                false);
        checked(cases, "startend:quotation", named(), "\"quoted\"", true);
        checked(cases, "detectable_format:json_format", named(), "{\"a\": [1, 2]}", true);
        checked(cases, "detectable_format:json_format", named(), "{\"a\": [1, 2}", false);
        row(cases, "test_signed_number_extraction", "signed", "so it is -12", "-12", 1);
        row(cases, "test_signed_number_extraction", "signed", "so it is 12", "-12", 0);
        row(cases, "test_puzzle_matcher_scenarios", "words", "<think>9?</think>The cat!", "cat", 1);
        row(cases, "test_single_label", "half", "a b c", "b c d e", 4.0 / 6);
        return cases.text("verdicts that anybody can check by reading");
    }

    private static void equal(CaseWriter cases, boolean equal, String gold, String found) {
        cases.add("gold", gold, "pred", found, "equal", equal, "suite", "our own");
    }

    private static void checked(
            CaseWriter cases, String id, Map<String, Object> kwargs, String response, boolean holds) {
        cases.add("instruction_id", id, "kwargs", kwargs, "response", response, "expected", holds);
    }

    private static void row(CaseWriter cases, String test, String kind, String response, String answer, double score) {
        cases.add("row", List.of(kind, response, answer, score), "test", test);
    }
}
