package io.akkord.actors.journal;

import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.akkord.actors.journal.JournalTable.Line;
import io.akkord.actors.journal.JournalTable.Upcast;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Journal entries as JSON under the manifest {@code name:version}.
 *
 * <p>JSON because a journal is read by later versions and by people; the class on disk is a name of {@link
 * JournalTable}, never a Java class.
 */
public final class JournalSerializer extends SerializerWithStringManifest {

    /** Stands in every journal ever written. */
    private static final int IDENTIFIER = 778_802;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final JournalTable table;

    public JournalSerializer(JournalTable table) {
        this.table = table;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object entry) {
        Line line = table.of(entry.getClass());
        return line.name() + ":" + line.version();
    }

    @Override
    public byte[] toBinary(Object entry) {
        try {
            return JSON.writeValueAsBytes(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(manifest(entry) + " cannot be written as JSON", e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        int colon = manifest.lastIndexOf(':');
        Line line = table.named(manifest.substring(0, Math.max(0, colon)));
        int version = colon < 0 ? 0 : Integer.parseInt(manifest.substring(colon + 1));
        if (line == null || version < 1 || version > line.version()) {
            throw new NotSerializableException(
                    "the journal holds " + manifest + ", which this version does not know; a newer Akkord wrote it");
        }
        try {
            return read(bytes, line, line.upcasts().subList(version - 1, line.version() - 1));
        } catch (IOException | IllegalArgumentException e) {
            throw (NotSerializableException)
                    new NotSerializableException("the journal's " + manifest + " cannot be read: " + e.getMessage())
                            .initCause(e);
        }
    }

    private static Object read(byte[] bytes, Line line, List<Upcast> upcasts) throws IOException {
        if (upcasts.isEmpty()) {
            return JSON.readValue(bytes, line.type());
        }
        Map<String, Object> json = JSON.readValue(bytes, OBJECT);
        for (Upcast upcast : upcasts) {
            json = upcast.apply(json);
        }
        return JSON.convertValue(json, line.type());
    }
}
