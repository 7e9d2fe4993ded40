package io.akkord.rewards.instructions;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One verifiable instruction of a prompt, as data sets write it.
 *
 * @param id such as {@code keywords:existence}
 * @param arguments by their official names, such as {@code num_words}; one that is null counts as absent, since tables
 *     give every row every column
 */
public record Instruction(String id, Map<String, ? extends @Nullable Object> arguments) {

    public Instruction {
        var given = new HashMap<String, Object>();
        for (Entry<String, ? extends @Nullable Object> argument : arguments.entrySet()) {
            Object value = argument.getValue();
            if (value != null) {
                given.put(argument.getKey(), value);
            }
        }
        arguments = Map.copyOf(given);
    }
}
