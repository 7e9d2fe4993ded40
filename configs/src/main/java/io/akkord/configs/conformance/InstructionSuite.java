package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import io.akkord.configs.vectors.VectorCase;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.instructions.Instruction;
import io.akkord.rewards.instructions.InstructionKinds;
import io.akkord.rewards.instructions.Instructions;
import io.akkord.rewards.instructions.Strictness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on instructions: one check of a response, or a response with the strict and loose verdicts of all its
 * instructions.
 */
final class InstructionSuite implements Suite {

    /** Language and sentence verdicts hang on libraries that no formula reproduces. */
    private static final double IFEVAL_BAR = 0.98;

    private static final double IFBENCH_BAR = 0.95;

    @Override
    public boolean reads(VectorCase one) {
        Value whole = one.whole();
        return whole.has("response")
                && whole.has("kwargs")
                && (whole.hasAll("instruction_id_list", "strict") || whole.hasAll("instruction_id", "expected"));
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        Value whole = one.whole();
        if (!whole.has("instruction_id_list")) {
            return List.of(checked(whole));
        }
        var judgements = new ArrayList<Judgement>();
        String response = whole.get("response").text();
        for (int i = 0; i < whole.get("instruction_id_list").size(); i++) {
            var instruction = new Instruction(
                    whole.get("instruction_id_list").at(i).text(),
                    arguments(whole.get("kwargs").at(i)));
            for (Strictness strictness : Strictness.values()) {
                String verdicts = strictness == Strictness.STRICT ? "strict" : "loose";
                Value official = whole.path(verdicts).at(i);
                if (!official.isNothing()) {
                    judgements.add(judged(
                            "ifeval_" + verdicts,
                            IFEVAL_BAR,
                            official.flag(),
                            instruction,
                            () -> verified(instruction, strictness, response)));
                }
            }
        }
        return judgements;
    }

    /** Some ids stand for several checkers: there the class says which. */
    private static Judgement checked(Value whole) {
        String id = whole.get("instruction_id").text();
        var instruction = new Instruction(whole.text("checker", id), arguments(whole.get("kwargs")));
        boolean benchmark = !isIfeval(id);
        return judged(
                "instruction_checker",
                benchmark ? IFBENCH_BAR : IFEVAL_BAR,
                whole.get("expected").flag(),
                instruction,
                () -> InstructionKinds.check(instruction)
                        .test(whole.get("response").text()));
    }

    /** IFEval's ids come from nine families. */
    private static boolean isIfeval(String id) {
        return List.of(
                        "keywords",
                        "language",
                        "length_constraints",
                        "detectable_content",
                        "detectable_format",
                        "combination",
                        "startend",
                        "change_case",
                        "punctuation")
                .contains(id.split(":", 2)[0]);
    }

    /** One verdict of ours. */
    private interface Check {
        boolean holds() throws Unscored;
    }

    private static Judgement judged(String suite, double bar, boolean official, Instruction instruction, Check check) {
        try {
            return Judgement.verdict(
                    suite, bar, check.holds() == official, "%s is published of %s".formatted(official, instruction));
        } catch (Unscored | IllegalArgumentException unknown) {
            return Judgement.skipped(suite, String.valueOf(unknown.getMessage()));
        }
    }

    private static boolean verified(Instruction instruction, Strictness strictness, String response) throws Unscored {
        return new Instructions(label -> List.of(instruction), strictness, true)
                        .verify(response, Map.of(Instructions.LABEL, ""))
                        .score()
                == 1;
    }

    private static Map<String, @Nullable Object> arguments(Value kwargs) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        kwargs.fields().forEach((name, value) -> arguments.put(name, value.plain()));
        return arguments;
    }
}
