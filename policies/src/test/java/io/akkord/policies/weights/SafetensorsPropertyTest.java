package io.akkord.policies.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds of any file whatsoever: read back as it was written, or refused; nothing else ever comes out. */
class SafetensorsPropertyTest {

    private static final String SEED = "20260101";

    /** One range of a header of bytes-as-F16: two bytes a number. */
    record Range(int begin, int numbers) {
        int end() {
            return begin + 2 * numbers;
        }
    }

    private static Path folder = Path.of("");
    private static byte[] good = {};

    @BeforeContainer
    static void writeAGoodFile() throws IOException {
        folder = Files.createTempDirectory("safetensors");
        Path file = folder.resolve("good");
        Safetensors.write(
                file,
                new Weights(Map.of("a", HostTensor.of(new float[4], 2, 2), "b", HostTensor.of(new double[1]))),
                Map.of("format", "pt"));
        good = Files.readAllBytes(file);
    }

    @AfterContainer
    static void removeIt() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 100, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadBack(@ForAll("weights") Weights weights, @ForAll("metadata") Map<String, String> metadata) {
        Path file = folder.resolve("written");
        Safetensors.write(file, weights, metadata);
        Weights read = Safetensors.read(file);
        assertEquals(weights.tensors().keySet(), read.tensors().keySet());
        weights.tensors().forEach((name, tensor) -> {
            assertEquals(tensor.type(), read.get(name).type());
            assertArrayEquals(tensor.shape(), read.get(name).shape());
            assertEquals(-1, tensor.data().mismatch(read.get(name).data()));
        });
        assertEquals(metadata, Safetensors.metadata(file));
    }

    @Property(tries = 200, seed = SEED)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 64) byte[] bytes) throws IOException {
        assertReadOrRefused(bytes);
    }

    @Property(tries = 1000, seed = SEED)
    void anyHeaderIsSoundOrRefused(@ForAll("json") String header, @ForAll @IntRange(max = 32) int dataBytes) {
        isSound(header, dataBytes);
    }

    @Property(tries = 500, seed = SEED)
    void aGoodFileWithOneByteChangedIsReadOrRefused(@ForAll @IntRange(max = 10_000) int place, @ForAll byte value)
            throws IOException {
        byte[] bytes = good.clone();
        bytes[place % bytes.length] = value;
        assertReadOrRefused(bytes);
    }

    @Property(tries = 2000, seed = SEED)
    void aFileIsReadExactlyWhereItsTensorsTileItsBytes(
            @ForAll("ranges") List<Range> ranges, @ForAll @IntRange(max = 12) int dataBytes) {
        var covered = new int[64];
        for (Range range : ranges) {
            for (int i = range.begin; i < range.end(); i++) {
                covered[i]++;
            }
        }
        boolean tiles = true;
        for (int i = 0; i < covered.length; i++) {
            tiles &= covered[i] == (i < dataBytes ? 1 : 0);
        }
        var entries = new ArrayList<String>();
        for (Range range : ranges) {
            entries.add("\"" + entries.size() + "\":{\"dtype\":\"F16\",\"shape\":[" + range.numbers
                    + "],\"data_offsets\":[" + range.begin + "," + range.end() + "]}");
        }
        String header = "{" + String.join(",", entries) + "}";
        assertEquals(tiles, isSound(header, dataBytes), header);
    }

    @Provide
    Arbitrary<Weights> weights() {
        Arbitrary<HostTensor> tensor = Combinators.combine(
                        Arbitraries.of(DType.class),
                        Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(3),
                        Arbitraries.bytes())
                .as(SafetensorsPropertyTest::filled);
        Arbitrary<String> name =
                Arbitraries.strings().ofMaxLength(8).filter(text -> encodable(text) && !text.equals("__metadata__"));
        return Arbitraries.maps(name, tensor).ofMaxSize(5).map(Weights::new);
    }

    @Provide
    Arbitrary<Map<String, String>> metadata() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(8).filter(SafetensorsPropertyTest::encodable);
        return Arbitraries.maps(text, text).ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> json() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"a\"",
                        "\"dtype\"",
                        "\"F32\"",
                        "\"shape\"",
                        "\"data_offsets\"",
                        "0",
                        "4",
                        "-1",
                        "1e9",
                        "99999999999999999999",
                        "null",
                        "true",
                        "\"__metadata__\"",
                        " ",
                        "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts))
                .flatMap(text -> Arbitraries.of(text, "{" + text + "}"));
    }

    @Provide
    Arbitrary<List<Range>> ranges() {
        Arbitrary<Range> range = Combinators.combine(
                        Arbitraries.integers().between(0, 10),
                        Arbitraries.integers().between(1, 3))
                .as(Range::new);
        return range.list().ofMaxSize(4);
    }

    private static HostTensor filled(DType type, long[] shape, byte value) {
        var bytes = new byte[Math.toIntExact(Arrays.stream(shape).reduce(type.bytes(), (one, other) -> one * other))];
        Arrays.fill(bytes, value);
        return new HostTensor(type, shape, MemorySegment.ofArray(bytes));
    }

    private static boolean encodable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isSound(String header, int dataBytes) {
        return isAccepted(
                () -> SafetensorsHeader.parse("FILE", header.getBytes(StandardCharsets.UTF_8), dataBytes), "FILE");
    }

    private static void assertReadOrRefused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("any"), bytes);
        isAccepted(() -> Safetensors.read(file), file.toString());
    }

    private static boolean isAccepted(Runnable attempt, String file) {
        try {
            attempt.run();
            return true;
        } catch (UserError refusal) {
            String message = String.valueOf(refusal.getMessage());
            assertTrue(message.startsWith(file), message);
            assertFalse(message.contains("\n"), message);
            return false;
        }
    }
}
