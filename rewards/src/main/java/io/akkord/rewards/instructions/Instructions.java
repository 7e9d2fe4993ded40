package io.akkord.rewards.instructions;

import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The share of a row's instructions that the response satisfies, between 0 and 1; or whether it satisfies all of them.
 *
 * <p>What a response thinks before it answers, up to its last {@code </think>}, does not count. An empty answer satisfies
 * nothing, not even the instruction to use no comma, as in open-instruct. Patterns are bounded in time: what a row asks
 * for is compared as text, and every reading of a response takes time linear in its length.
 *
 * @param parser reads the label {@code instructions}; throws {@link IllegalArgumentException} where it cannot
 * @param strictness whether what surrounds the answer counts against it
 * @param all whether a response earns nothing that misses one instruction
 */
public record Instructions(Function<String, List<Instruction>> parser, Strictness strictness, boolean all)
        implements Verifier {

    /** The label that holds a row's instructions. */
    public static final String LABEL = "instructions";

    private static final String END_OF_THOUGHT = "</think>";

    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        List<Instruction> instructions = read(labels);
        List<Predicate<String>> checks = bind(instructions);
        String answer = Words.strip(response.substring(afterThought(response)));
        if (answer.isEmpty()) {
            return new Verdict(0, "the answer is empty");
        }
        Set<String> readings = strictness.readings(answer);
        var failed = new ArrayList<String>();
        for (int i = 0; i < checks.size(); i++) {
            if (!holds(checks.get(i), readings)) {
                failed.add(instructions.get(i).id());
            }
        }
        double score = 1 - failed.size() / (double) checks.size();
        if (failed.isEmpty()) {
            return new Verdict(
                    1,
                    "satisfies " + (checks.size() == 1 ? "its instruction" : "all " + checks.size() + " instructions"));
        }
        return new Verdict(all ? 0 : score, "fails " + String.join(", ", failed));
    }

    /** Whether any reading that says something satisfies the check. */
    static boolean holds(Predicate<String> check, Set<String> readings) {
        return readings.stream().anyMatch(reading -> !Words.strip(reading).isEmpty() && check.test(reading));
    }

    private static int afterThought(String response) {
        int end = response.lastIndexOf(END_OF_THOUGHT);
        return end < 0 ? 0 : end + END_OF_THOUGHT.length();
    }

    private List<Instruction> read(Map<String, String> labels) throws Unscored {
        String label = labels.get(LABEL);
        if (label == null) {
            throw new Unscored("the row has no label " + LABEL + " that says what to check");
        }
        try {
            List<Instruction> instructions = parser.apply(label);
            if (instructions.isEmpty()) {
                throw new Unscored("the row's label " + LABEL + " holds no instruction");
            }
            return instructions;
        } catch (IllegalArgumentException unreadable) {
            throw new Unscored("the row's label " + LABEL + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static List<Predicate<String>> bind(List<Instruction> instructions) throws Unscored {
        try {
            return instructions.stream().map(InstructionKinds::check).toList();
        } catch (IllegalArgumentException wrong) {
            throw new Unscored(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
