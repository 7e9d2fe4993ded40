package io.akkord.policies.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.policies.files.AtomicFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.safetensors");
    }

    @Test
    void everyTypeComesBackInItsBytes() throws IOException {
        var tensors = new LinkedHashMap<String, HostTensor>();
        for (DType type : DType.values()) {
            byte[] bytes = new byte[6 * type.bytes()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (31 * i + type.ordinal());
            }
            tensors.put("tensor." + type, new HostTensor(type, new long[] {2, 3}, MemorySegment.ofArray(bytes)));
        }
        tensors.put("one number", HostTensor.of(new float[] {7}));
        tensors.put("nothing", HostTensor.of(new double[0], 3, 0));
        Safetensors.write(file, new Weights(tensors), Map.of("format", "pt", "\"quoted\"", "\u00E9\n"));

        var read = Safetensors.read(file);
        assertEquals(tensors.keySet(), read.tensors().keySet());
        tensors.forEach((name, tensor) -> {
            assertEquals(tensor.type(), read.get(name).type());
            assertArrayEquals(tensor.shape(), read.get(name).shape());
            assertEquals(-1, tensor.data().mismatch(read.get(name).data()), name);
            assertEquals(0, read.get(name).data().address() % tensor.type().bytes(), "aligned");
        });
        assertEquals(Map.of("format", "pt", "\"quoted\"", "\u00E9\n"), Safetensors.metadata(file));
        Path again = folder.resolve("again.safetensors");
        Safetensors.write(again, read, Safetensors.metadata(file));
        assertEquals(Files.size(file), Files.size(again));
    }

    @Test
    void aTensorBeyondTwoGigabytesIsReadWhereItLies() throws IOException {
        long numbers = 600_000_000L;
        String header = "{\"big\":{\"dtype\":\"F32\",\"shape\":[" + numbers + "],\"data_offsets\":[0," + 4 * numbers
                + "]},\"last\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + 4 * numbers + ","
                + (4 * numbers + 4) + "]}}";
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(withLength(header.length(), header));
            var last = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(2.5f)
                    .flip();
            channel.write(last, 8 + header.length() + 4 * numbers);
        }
        var read = Safetensors.read(file);
        assertEquals(numbers, read.get("big").elements());
        assertArrayEquals(new float[] {2.5f}, read.get("last").toFloats());
    }

    @Test
    void aFileThatEndsTooEarlyIsRefused() throws IOException {
        Safetensors.write(file, new Weights(Map.of("a", HostTensor.of(new float[100], 100))), Map.of());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertTrue(Refusal.of(() -> Safetensors.read(file)).contains("is not a sound safetensors file"));
        }
        assertEquals(
                file + " is not a sound safetensors file: a ends at byte 400 of the data, but only 399 bytes are there:"
                        + " the file is cut off; copy or download it again",
                Refusal.of(() -> Safetensors.read(file)));
    }

    @Test
    void aHeaderOfTenGigabytesIsRefusedBeforeItIsRead() throws IOException {
        write(10_000_000_000L, "{}");
        assertEquals(
                file
                        + " is not a sound safetensors file: it claims a header of 10000000000 bytes where 2 bytes are left;"
                        + " copy or download it again",
                Refusal.of(() -> Safetensors.read(file)));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 10_000_000_100L);
        }
        assertTrue(Refusal.of(() -> Safetensors.read(file)).contains("more than the 100000000 that the format allows"));
        write(-1, "{}");
        assertTrue(Refusal.of(() -> Safetensors.read(file)).contains("a header of 18446744073709551615 bytes"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':T[0,4],'b':T[2,6]}                                          | b overlaps a
            {'a':T[0,4],'b':T[0,4]}                                          | b overlaps a
            {'a':{'dtype':'F16','shape':[1],'data_offsets':[0,2]},'b':T[4,8]} | 2 bytes between a and b belong to no tensor
            {'b':T[4,8]}                                                     | 4 bytes between the header and b belong to no tensor
            {'a':T[0,4]}                                                     | 4 bytes after a belong to no tensor
            {}                                                               | 8 bytes after the header belong to no tensor
            {'a':T[0,4],'b':T[9000000000000000000,9000000000000000004]}      | the file is cut off
            {'a':T[0,4],'b':T[8,4]}                                          | where [begin, end] with begin <= end belongs
            {'a':T[0,4],'b':T[-4,0]}                                         | data_offsets of b is not a list of whole numbers from 0
            {'a':T[0,4],'b':T[0.5,4.5]}                                      | data_offsets of b is not a list of whole numbers from 0
            {'a':T[0,4],'b':T[0,99999999999999999999]}                       | data_offsets of b is not a list of whole numbers from 0
            {'a':T[0,4,8]}                                                   | data_offsets of a are [0, 4, 8]
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}           | a of shape [2] in F32 needs 8 bytes, but its data_offsets hold 4
            {'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}           | a of shape [2] in F64 needs 16 bytes, but its data_offsets hold 8
            {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}          | shape of a is not a list of whole numbers from 0
            {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}             | shape of a is not a list of whole numbers from 0
            {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | is larger than any file
            {'a':{'dtype':'F32','data_offsets':[0,8]}}                       | shape of a is not a list of whole numbers from 0
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}     | a has other keys than dtype, shape and data_offsets
            {'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}}            | dtype "Q4" of a is not one of [F64, F32, F16, BF16, I64]
            {'a':{'shape':[2],'data_offsets':[0,8]}}                         | dtype of a is missing
            {'a':T[0,4],'a':T[4,8]}                                          | Duplicate
            {'a':3}                                                          | dtype of a is missing
            {'__metadata__':{'n':1},'a':T[0,4],'b':T[4,8]}                   | its __metadata__ is not a map of text to text
            {'__metadata__':[],'a':T[0,4],'b':T[4,8]}                        | its __metadata__ is not a map of text to text
            [1,2]                                                            | its header is not a JSON object
            {'a':T[0,4],'b':T[4,8]} x                                        | its header is not JSON
            {'a':T[0,4],'b':T[4,8]} {}                                       | text follows the JSON object in its header
            {'a':                                                            | its header is not JSON
            PNG                                                              | its header is not JSON
            """)
    void aHeaderThatContradictsItselfIsRefused(String header, String sentence) throws IOException {
        String json = header.replaceAll("T(\\[[^\\]]*\\])", "{'dtype':'F32','shape':[1],'data_offsets':$1}")
                .replace('\'', '"');
        write(json.length(), json + "8 bytes.");
        String refusal = Refusal.of(() -> Safetensors.read(file));
        assertTrue(refusal.contains(sentence), refusal);
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        assertEquals(file + " does not exist", Refusal.of(() -> Safetensors.read(file)));
        assertTrue(Refusal.of(() -> Safetensors.read(folder)).startsWith(folder + " cannot be read: "));
    }

    @Test
    void aFullDiskLeavesTheOldFileAndNothingElse() throws IOException {
        Files.writeString(file, "old");
        String sentence = Refusal.of(() -> AtomicFile.write(file, channel -> {
            channel.write(ByteBuffer.allocate(100));
            throw new IOException("No space left on device");
        }));
        assertEquals(
                "no space left on the disk for " + file
                        + ": nothing was half-written; free some space or choose a folder on another disk",
                sentence);
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(file, "a file");
        Path inside = file.resolve("inside");
        String sentence = Refusal.of(() -> AtomicFile.write(inside, "text"));
        assertTrue(sentence.startsWith(inside + " cannot be written: "), sentence);
        assertFalse(Files.exists(inside));
    }

    private void write(long length, String header) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(withLength(length, header));
        }
    }

    private static ByteBuffer withLength(long length, String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .flip();
    }
}
