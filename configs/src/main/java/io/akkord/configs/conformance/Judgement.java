package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What became of one comparison.
 *
 * @param function under which it is counted
 * @param words why it failed or was skipped; a remark where it passed, usually empty
 * @param bar the share of a suite's verdicts that must agree, where a published verdict may itself be wrong; else 1
 */
public record Judgement(String function, Status status, String words, double bar) {

    /** How it ended. */
    public enum Status {
        PASSED,
        FAILED,
        SKIPPED,
        /** A verdict that differs: failed or skipped, as the whole suite's agreement says. */
        DISAGREES
    }

    /** Our numbers are the published ones. */
    public static Judgement passed(String function, String remark) {
        return new Judgement(function, Status.PASSED, remark, 1);
    }

    /** They are not. */
    public static Judgement failed(String function, String words) {
        return new Judgement(function, Status.FAILED, words, 1);
    }

    /** There is nothing of ours to compare. */
    public static Judgement skipped(String function, String reason) {
        return new Judgement(function, Status.SKIPPED, reason, 1);
    }

    /** A verdict of a suite that allows some to differ. */
    public static Judgement verdict(String function, double bar, boolean same, String words) {
        return new Judgement(function, same ? Status.PASSED : Status.DISAGREES, same ? "" : words, bar);
    }

    /**
     * What we compute against what is expected.
     *
     * @param tolerance of numbers, relative and absolute
     * @param computed gives numbers, flags and texts, arrays of them, or maps of such by the names that are expected
     */
    public static Judgement compared(String function, double tolerance, Value expected, Supplier<?> computed) {
        return compared(function, new Comparison(tolerance, tolerance), expected, computed);
    }

    static Judgement compared(String function, Comparison comparison, Value expected, Supplier<?> computation) {
        Object computed;
        try {
            computed = computation.get();
        } catch (Unsupported | Value.Absent unsupported) {
            return skipped(function, String.valueOf(unsupported.getMessage()));
        } catch (IllegalArgumentException refused) {
            return skipped(function, "a setting that we refuse: " + refused.getMessage());
        } catch (RuntimeException broken) {
            return failed(function, "threw " + broken);
        }
        comparison.compare("", expected, computed);
        if (!comparison.differences().isEmpty()) {
            int more = comparison.differences().size() - 1;
            return failed(function, comparison.differences().getFirst() + (more == 0 ? "" : ", and " + more + " more"));
        }
        if (!comparison.missing().isEmpty()) {
            return skipped(function, "we compute no " + String.join(", ", comparison.missing()));
        }
        Object remark = computed instanceof Map<?, ?> outputs ? outputs.get(CaseFunction.REMARK) : null;
        return passed(function, remark == null ? "" : remark.toString());
    }
}
