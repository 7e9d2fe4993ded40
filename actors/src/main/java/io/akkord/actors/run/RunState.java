package io.akkord.actors.run;

import io.akkord.algorithms.workflow.Role;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the facts of a run's journal add up to; immutable.
 *
 * @param finished stages that have ended, in order
 * @param evaluations by stage and when
 * @param checkpoint the newest, if any
 */
record RunState(
        Map<String, Fact.StageFinished> finished,
        Map<String, Evaluation> evaluations,
        Optional<Fact.CheckpointWritten> checkpoint) {

    static RunState empty() {
        return new RunState(Map.of(), Map.of(), Optional.empty());
    }

    /** The state after one more fact. */
    RunState after(Fact fact) {
        return switch (fact) {
            case Fact.StageFinished stage ->
                new RunState(with(finished, stage.stage(), stage), evaluations, checkpoint);
            case Fact.Evaluated(String stage, Evaluation evaluation) ->
                new RunState(finished, with(evaluations, key(stage, evaluation.when()), evaluation), checkpoint);
            case Fact.CheckpointWritten written -> new RunState(finished, evaluations, Optional.of(written));
            case Fact.RunBegun _, Fact.StageBegun _, Fact.StepFinished _, Fact.IterationFinished _ -> this;
            case Fact.IterationRepeated _, Fact.NodesChanged _, Fact.RunEnded _ -> this;
        };
    }

    Optional<Evaluation> evaluation(String stage, String when) {
        return Optional.ofNullable(evaluations.get(key(stage, when)));
    }

    /** Where each network lies that a finished stage handed on, later stages winning. */
    Map<Role, Path> trained() {
        var trained = new EnumMap<Role, Path>(Role.class);
        finished.values()
                .forEach(stage -> stage.models()
                        .forEach((role, path) ->
                                trained.put(Role.valueOf(role.toUpperCase(Locale.ROOT)), Path.of(path))));
        return trained;
    }

    /** How many iterations of a stage a resumed run keeps. */
    int iterationsKept(String stage) {
        if (finished.containsKey(stage)) {
            return Integer.MAX_VALUE;
        }
        return checkpoint
                .filter(written -> written.stage().equals(stage))
                .map(Fact.CheckpointWritten::iteration)
                .orElse(0);
    }

    private static String key(String stage, String when) {
        return stage + "/" + when;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
