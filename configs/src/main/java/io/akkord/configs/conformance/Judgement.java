package io.akkord.configs.conformance;

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
}
