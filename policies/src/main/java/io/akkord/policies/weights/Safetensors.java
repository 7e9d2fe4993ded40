package io.akkord.policies.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.algorithms.UserError;
import io.akkord.policies.files.AtomicFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors in a safetensors file: eight bytes of header length, a JSON header, the numbers.
 *
 * <p>Reading maps the file and copies nothing, so a tensor costs memory only when its numbers are used, and files larger
 * than 2 GiB need no other path. Writing orders tensors as the reference implementation does (wider types first, then by
 * name) and pads the header to eight bytes, so that what other programs wrote comes back byte for byte.
 */
public final class Safetensors {

    /** A header beyond this is hostile; the reference implementation draws the same line. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;
    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 20;

    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<DType> WIDEST_FIRST = List.of(DType.I64, DType.F64, DType.F32, DType.BF16, DType.F16);

    private Safetensors() {}

    /**
     * All tensors of a file in the order of their bytes, mapped read-only and in the type they are stored in.
     *
     * @throws UserError where the file is missing, damaged or hostile
     */
    public static Weights read(Path file) {
        MemorySegment mapped = map(file);
        long dataStart = dataStart(file, mapped);
        var tensors = new LinkedHashMap<String, HostTensor>();
        for (SafetensorsHeader.Entry entry : header(file, mapped, dataStart).entries()) {
            var data = mapped.asSlice(dataStart + entry.begin(), entry.end() - entry.begin());
            tensors.put(entry.name(), new HostTensor(entry.type(), entry.shape(), data));
        }
        return new Weights(tensors);
    }

    /** The {@code __metadata__} of a file, empty where it has none. */
    public static Map<String, String> metadata(Path file) {
        MemorySegment mapped = map(file);
        return header(file, mapped, dataStart(file, mapped)).metadata();
    }

    /**
     * Replaces a file, whole or not at all.
     *
     * @throws UserError where the disk is full or refuses
     */
    public static void write(Path file, Weights weights, Map<String, String> metadata) {
        var names = weights.tensors().keySet().stream()
                .sorted(Comparator.comparingInt((String name) ->
                                WIDEST_FIRST.indexOf(weights.get(name).type()))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        byte[] header = header(names, weights, metadata);
        AtomicFile.write(file, channel -> {
            var length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            AtomicFile.writeFully(channel, length.putLong(header.length).flip());
            AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
            var chunk = ByteBuffer.allocateDirect(CHUNK);
            for (String name : names) {
                copy(weights.get(name).data(), chunk, channel);
            }
        });
    }

    private static byte[] header(List<String> names, Weights weights, Map<String, String> metadata) {
        ObjectNode json = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(json.putObject("__metadata__")::put);
        }
        long offset = 0;
        for (String name : names) {
            HostTensor tensor = weights.get(name);
            ObjectNode entry = json.putObject(name);
            entry.put("dtype", tensor.type().name());
            var shape = entry.putArray("shape");
            for (long size : tensor.shape()) {
                shape.add(size);
            }
            entry.putArray("data_offsets")
                    .add(offset)
                    .add(offset + tensor.data().byteSize());
            offset += tensor.data().byteSize();
        }
        try {
            String text = JSON.writeValueAsString(json);
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            return (text + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", impossible);
        }
    }

    private static void copy(MemorySegment data, ByteBuffer chunk, FileChannel channel) throws IOException {
        var staging = MemorySegment.ofBuffer(chunk.clear());
        for (long done = 0; done < data.byteSize(); ) {
            int part = (int) Math.min(CHUNK, data.byteSize() - done);
            MemorySegment.copy(data, done, staging, 0, part);
            AtomicFile.writeFully(channel, chunk.clear().limit(part));
            done += part;
        }
    }

    private static MemorySegment map(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < LENGTH_BYTES) {
                throw SafetensorsHeader.damaged(
                        file.toString(), "it has " + channel.size() + " bytes, fewer than the header's length takes");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (NoSuchFileException missing) {
            throw new UserError(file + " does not exist", missing);
        } catch (IOException failure) {
            String reason = Files.isDirectory(file) ? "it is a folder" : String.valueOf(failure.getMessage());
            throw new UserError(file + " cannot be read: " + reason, failure);
        }
    }

    private static long dataStart(Path file, MemorySegment mapped) {
        long claimed = mapped.get(LENGTH, 0);
        long there = mapped.byteSize() - LENGTH_BYTES;
        if (claimed < 0 || claimed > there) {
            throw SafetensorsHeader.damaged(
                    file.toString(),
                    "it claims a header of " + Long.toUnsignedString(claimed) + " bytes where " + there
                            + " bytes are left");
        }
        if (claimed > LONGEST_HEADER) {
            throw SafetensorsHeader.damaged(
                    file.toString(),
                    "it claims a header of " + claimed + " bytes, more than the " + LONGEST_HEADER
                            + " that the format allows");
        }
        return LENGTH_BYTES + claimed;
    }

    private static SafetensorsHeader header(Path file, MemorySegment mapped, long dataStart) {
        byte[] json = mapped.asSlice(LENGTH_BYTES, dataStart - LENGTH_BYTES).toArray(ValueLayout.JAVA_BYTE);
        return SafetensorsHeader.parse(file.toString(), json, mapped.byteSize() - dataStart);
    }
}
