package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What every instruction of one id has in common.
 *
 * @param id its registered id
 * @param otherNames what published rows call it besides, the name of its official checker class among them
 * @param binding turns arguments into the check of a text; refuses wrong ones
 */
record InstructionKind(String id, List<String> otherNames, Function<Arguments, Predicate<String>> binding) {

    static InstructionKind of(String id, String checker, Function<Arguments, Predicate<String>> binding) {
        return new InstructionKind(id, List.of(checker), binding);
    }

    /** A kind without arguments. */
    static InstructionKind plain(String id, String checker, Predicate<String> check) {
        return of(id, checker, arguments -> check);
    }

    InstructionKind alsoNamed(String... names) {
        var all = new ArrayList<>(otherNames);
        all.addAll(List.of(names));
        return new InstructionKind(id, List.copyOf(all), binding);
    }
}
