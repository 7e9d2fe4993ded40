package io.akkord.actors.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStateTest {

    @TempDir
    Path folder;

    private String written(CheckpointState state) throws IOException {
        Path file = folder.resolve("state.json");
        state.write(file);
        return Files.readString(file);
    }

    private static Map<String, Long> updates(String... roles) {
        var updates = new LinkedHashMap<String, Long>();
        for (String role : roles) {
            updates.put(role, 4L);
        }
        return updates;
    }

    /** The order of an immutable map once made the file another one in another JVM. */
    @Test
    void theSameStateIsTheSameTextWhateverTheOrderOfItsMaps() throws IOException {
        assertEquals(
                written(new CheckpointState("ppo", 2, updates("policy", "critic"), Map.of(), Map.of())),
                written(new CheckpointState("ppo", 2, updates("critic", "policy"), Map.of(), Map.of())));
    }

    @Test
    void olderBoundariesAreReadBack() throws IOException {
        Map<Integer, Map<String, Long>> older = Map.of(0, Map.of("policy", 0L), 1, Map.of("policy", 2L));
        String text = written(new CheckpointState("ppo", 2, updates("policy"), Map.of(), older));
        assertTrue(text.contains("older"), text);
        assertEquals(older, CheckpointState.read(folder.resolve("state.json")).older());
    }

    @Test
    void nothingIsSaidOfOlderBoundariesWhereThereAreNone() throws IOException {
        assertFalse(written(new CheckpointState("ppo", 2, updates("policy"), Map.of(), Map.of()))
                .contains("older"));
        assertEquals(
                Map.of(), CheckpointState.read(folder.resolve("state.json")).older());
    }
}
