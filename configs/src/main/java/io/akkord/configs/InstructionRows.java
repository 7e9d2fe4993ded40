package io.akkord.configs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import io.akkord.rewards.instructions.Instruction;
import io.akkord.rewards.instructions.Instructions;
import io.akkord.rewards.instructions.Strictness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Instructions as rows write them: a list of objects in {@code instructions}, each with an {@code id} and its arguments
 * beside it or in {@code kwargs}; or IFEval's own two lists, {@code instruction_id_list} and {@code kwargs}.
 */
record InstructionRows(Instructions instructions) implements Verifier {

    static final String IDS = "instruction_id_list";

    private static final String ARGUMENTS = "kwargs";

    private static final ObjectMapper JSON = new ObjectMapper();

    InstructionRows(Strictness strictness, boolean all) {
        this(new Instructions(InstructionRows::parse, strictness, all));
    }

    @Override
    public Verdict verify(String response, Map<String, String> labels) throws Unscored {
        String ids = labels.get(IDS);
        if (labels.containsKey(Instructions.LABEL) || ids == null) {
            return instructions.verify(response, labels);
        }
        String arguments = labels.getOrDefault(ARGUMENTS, "[]");
        var both = new HashMap<>(labels);
        both.put(Instructions.LABEL, "{\"" + IDS + "\": " + ids + ", \"" + ARGUMENTS + "\": " + arguments + "}");
        return instructions.verify(response, both);
    }

    /** @throws IllegalArgumentException if it is neither shape */
    static List<Instruction> parse(String label) {
        JsonNode read;
        try {
            read = JSON.readTree(label);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no valid JSON: " + e.getOriginalMessage(), e);
        }
        if (read.path(IDS).isArray()) {
            var instructions = new ArrayList<Instruction>();
            for (int i = 0; i < read.get(IDS).size(); i++) {
                instructions.add(new Instruction(
                        read.get(IDS).get(i).asText(),
                        arguments(read.path(ARGUMENTS).path(i))));
            }
            return instructions;
        }
        if (!read.isArray()) {
            throw new IllegalArgumentException(
                    "must be a list such as [{\"id\": \"keywords:existence\", \"keywords\": [\"tea\"]}]");
        }
        var instructions = new ArrayList<Instruction>();
        for (JsonNode one : read) {
            if (!(one instanceof ObjectNode object) || !object.path("id").isTextual()) {
                throw new IllegalArgumentException("each instruction needs an \"id\", such as keywords:existence");
            }
            String id = object.path("id").textValue();
            instructions.add(new Instruction(
                    id,
                    object.path(ARGUMENTS).isObject() ? arguments(object.path(ARGUMENTS)) : arguments(object, "id")));
        }
        return instructions;
    }

    private static Map<String, @Nullable Object> arguments(JsonNode object, String... but) {
        var arguments = new HashMap<String, @Nullable Object>();
        object.properties().forEach(field -> {
            if (!List.of(but).contains(field.getKey())) {
                arguments.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class));
            }
        });
        return arguments;
    }
}
