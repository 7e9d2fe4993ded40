package io.akkord.actors.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What a run had done when a checkpoint was taken. Together with the weights and moments beside it and the experiment's
 * text, it is everything the run depends on: randomness, shuffling and the data cursor are functions of the seed and the
 * iteration.
 *
 * @param stage which stage
 * @param iteration how many iterations of the stage are done
 * @param updates how many updates each trained network has seen, by role
 * @param carried values of the carried columns, by name
 * @param older earlier boundaries whose networks are yet to write responses, with the updates that each had seen, by role;
 *     none unless weights may be stale
 */
public record CheckpointState(
        String stage,
        int iteration,
        Map<String, Long> updates,
        Map<String, double[]> carried,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, Map<String, Long>> older) {

    static final String FILE = "state.json";

    /** Maps have an order of their own in every JVM; the file has one in all of them. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    public CheckpointState {
        older = Objects.requireNonNullElse(older, Map.of()); // not written where there are none
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    static CheckpointState read(Path file) {
        try {
            return JSON.readValue(file.toFile(), CheckpointState.class);
        } catch (JsonProcessingException e) {
            throw new UserError(file + " cannot be read as a checkpoint's state: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read as a checkpoint's state: " + e.getMessage(), e);
        }
    }
}
