package io.akkord.policies.models;

import io.akkord.algorithms.UserError;
import io.akkord.policies.files.JsonFile;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Safetensors;
import io.akkord.policies.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The safetensors of a model directory: one file, or shards that an index lists. */
final class WeightFiles {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private WeightFiles() {}

    /** The file that messages about the weights name; the single file wins where both are there, as in transformers. */
    static Path source(Path directory) {
        Path single = directory.resolve(SINGLE);
        return Files.exists(single) ? single : directory.resolve(INDEX);
    }

    static Weights read(Path directory) {
        Path source = source(directory);
        if (source.endsWith(SINGLE)) {
            return Safetensors.read(source);
        }
        if (!Files.exists(source)) {
            boolean pickled = Files.exists(directory.resolve("pytorch_model.bin"));
            throw new UserError(directory + " holds neither " + SINGLE + " nor " + INDEX
                    + (pickled ? "; pytorch_model.bin must be saved as safetensors first" : ""));
        }
        var tensors = new LinkedHashMap<String, HostTensor>();
        for (var shard : shards(source).entrySet()) {
            Path file = directory.resolve(shard.getKey());
            if (!Files.exists(file)) {
                throw new UserError(source + " lists " + shard.getKey() + ", which is not in the folder");
            }
            Map<String, HostTensor> held = Safetensors.read(file).tensors();
            if (!held.keySet().equals(shard.getValue())) {
                var difference = new TreeSet<>(held.keySet());
                difference.addAll(shard.getValue());
                difference.removeIf(
                        name -> held.containsKey(name) && shard.getValue().contains(name));
                throw new UserError(source + " and " + file + " disagree about " + difference.first()
                        + "; copy both from the same model");
            }
            tensors.putAll(held);
        }
        return new Weights(tensors);
    }

    /** File name to the tensors that the index expects in it. */
    private static Map<String, TreeSet<String>> shards(Path index) {
        JsonFile file = JsonFile.read(index);
        var shards = new TreeMap<String, TreeSet<String>>();
        file.textMap("weight_map").forEach((tensor, name) -> {
            if (!name.endsWith(".safetensors") || name.contains("/") || name.contains("\\")) {
                throw new UserError(index + ": weight_map sends " + tensor + " to " + name
                        + "; it must be a .safetensors file in the same folder");
            }
            shards.computeIfAbsent(name, any -> new TreeSet<>()).add(tensor);
        });
        if (shards.isEmpty()) {
            throw file.wrong("weight_map", "a map of tensor names to files");
        }
        return shards;
    }
}
