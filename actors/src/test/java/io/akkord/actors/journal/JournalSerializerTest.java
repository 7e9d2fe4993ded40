package io.akkord.actors.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalSerializerTest {

    record Checkpoint(String path, int iteration) implements JournalEntry {}

    record Unlisted(int number) implements JournalEntry {}

    /** Version 1 had {@code file}, version 2 {@code path}, version 3 added the iteration. */
    private static final JournalSerializer SERIALIZER = new JournalSerializer(JournalTable.empty()
            .with(
                    "Checkpoint",
                    Checkpoint.class,
                    json -> {
                        json.put("path", json.remove("file"));
                        return json;
                    },
                    json -> {
                        json.put("iteration", -1);
                        return json;
                    }));

    private static Object read(String manifest, String json) throws NotSerializableException {
        return SERIALIZER.fromBinary(json.getBytes(StandardCharsets.UTF_8), manifest);
    }

    @Test
    void entriesAreWrittenInTheirLatestVersion() {
        var entry = new Checkpoint("checkpoints/0003", 3);
        assertEquals("Checkpoint:3", SERIALIZER.manifest(entry));
        assertEquals(
                "{\"path\":\"checkpoints/0003\",\"iteration\":3}",
                new String(SERIALIZER.toBinary(entry), StandardCharsets.UTF_8));
    }

    @Test
    void oldVersionsAreReadAsNewOnes() throws Exception {
        assertEquals(new Checkpoint("a", -1), read("Checkpoint:1", "{\"file\":\"a\"}"));
        assertEquals(new Checkpoint("a", -1), read("Checkpoint:2", "{\"path\":\"a\"}"));
        assertEquals(new Checkpoint("a", 4), read("Checkpoint:3", "{\"path\":\"a\",\"iteration\":4}"));
    }

    @Test
    void entriesOfTheFutureAndStrangersAreRefused() {
        for (String manifest : List.of("Checkpoint:4", "Checkpoint:0", "Elsewhere:1", "", "java.lang.Runtime")) {
            var error = assertThrows(NotSerializableException.class, () -> read(manifest, "{}"));
            assertTrue(error.toString().contains("does not know"), error.toString());
        }
    }

    @Test
    void missingComponentsAreAnErrorAndNotAZero() {
        assertThrows(NotSerializableException.class, () -> read("Checkpoint:3", "{\"path\":\"a\"}"));
    }

    @Test
    void unlistedClassIsRefusedByName() {
        var error = assertThrows(IllegalArgumentException.class, () -> SERIALIZER.manifest(new Unlisted(1)));
        assertTrue(error.toString().contains("Unlisted"), error.toString());
    }

    @Test
    void nameIsGivenOnce() {
        var table = JournalTable.empty().with("Checkpoint", Checkpoint.class);
        assertThrows(IllegalArgumentException.class, () -> table.with("Checkpoint", Unlisted.class));
        assertThrows(IllegalArgumentException.class, () -> table.with("Other", Checkpoint.class));
        assertThrows(IllegalArgumentException.class, () -> table.with("a:b", Unlisted.class));
    }
}
