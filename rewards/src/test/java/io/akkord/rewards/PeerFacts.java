package io.akkord.rewards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** Files that lie beside the repository, such as what peers' own tests expect. */
public final class PeerFacts {

    private PeerFacts() {}

    /** A file of the shared folder; the calling test is skipped where there is none. */
    public static JsonNode shared(String path) {
        Path file = Path.of("..", "..", "shared").resolve(path);
        Assumptions.assumeTrue(Files.exists(file), "the shared folder with " + path + " is not beside this checkout");
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases of a vector file whose {@code key} is {@code value}. */
    public static List<JsonNode> cases(String file, String key, String value) {
        return StreamSupport.stream(shared("vectors/" + file).get("cases").spliterator(), false)
                .filter(one -> one.path(key).asText().equals(value))
                .toList();
    }
}
