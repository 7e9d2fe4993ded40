package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * Steps of one network that share a layout, so that one decision places them all.
 *
 * <p>What a network does of one kind, all its generating, inferring or training, is alike enough to want one layout;
 * rounds of one workflow never differ by more than their rows. Where the runtime moves no parameters, all steps of a
 * network are one call.
 *
 * @param name such as {@code policy train}
 * @param network whose weights it needs
 * @param steps at least one, in listed order
 */
public record Call(String name, Role network, List<Step> steps) {

    static final String BETWEEN_NETWORK_AND_KIND = " ";

    public Call {
        steps = List.copyOf(steps);
    }

    /** Whether the network learns here: such a call owns the optimiser, and others get their weights from it. */
    public boolean trains() {
        return steps.stream().anyMatch(Step.Train.class::isInstance);
    }

    /** The names of a workflow's calls where networks may be cut and moved. */
    public static List<String> names(Workflow workflow) {
        return of(workflow, false).stream().map(Call::name).toList();
    }

    /**
     * The calls of a workflow, in the order of their first steps.
     *
     * @param whole whether all steps of a network are one call
     */
    static List<Call> of(Workflow workflow, boolean whole) {
        return of(workflow, _ -> whole);
    }

    /**
     * The calls of a workflow, in the order of their first steps.
     *
     * @param whole whether all steps of that network are one call
     */
    static List<Call> of(Workflow workflow, Predicate<Role> whole) {
        var steps = new LinkedHashMap<String, List<Step>>();
        for (Step step : workflow.steps()) {
            step.role().ifPresent(role -> {
                String name = whole.test(role) ? role.key() : role.key() + BETWEEN_NETWORK_AND_KIND + kind(step);
                steps.computeIfAbsent(name, _ -> new ArrayList<>()).add(step);
            });
        }
        return steps.entrySet().stream()
                .map(entry -> new Call(
                        entry.getKey(), entry.getValue().getFirst().role().orElseThrow(), entry.getValue()))
                .toList();
    }

    private static String kind(Step step) {
        return switch (step) {
            case Step.Generate _ -> "generate";
            case Step.Infer _ -> "infer";
            case Step.Train _ -> "train";
            case Step.Score _, Step.Compute _ -> throw new IllegalArgumentException(step.name() + " needs no network");
        };
    }
}
