package io.akkord.configs.hocon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 2us, 2e-6",
        "SECONDS, 1.5 ms, 1.5e-3",
        "SECONDS, 1e-6s, 1e-6",
        "SECONDS, 0ns, 0",
        "SECONDS, -3s, -3",
        "BYTES_PER_SECOND, 3.35TB/s, 3.35e12",
        "BYTES_PER_SECOND, .5GB/s, 5e8",
        "FLOPS_PER_SECOND, 989.4TFLOP/s, 989.4e12",
        "FLOPS_PER_SECOND, 7FLOP/s, 7",
    })
    void aNumberHasItsUnit(Quantity quantity, String text, double value) {
        assertEquals(Optional.of(value), quantity.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "us", "2 minutes", "2GB", "2us later", "NaNs", "1e999s", "0x2s"})
    void whatIsNoTimeIsNone(String text) {
        assertEquals(Optional.empty(), Quantity.SECONDS.read(text));
    }

    @ParameterizedTest
    @CsvSource({"SECONDS, 2e-6, 2us", "SECONDS, 0, 0ns", "SECONDS, 90, 90s", "BYTES_PER_SECOND, 4.5e11, 450GB/s"})
    void itIsWrittenAsPeopleWouldWriteIt(Quantity quantity, double value, String text) {
        assertEquals(text, quantity.written(value));
    }

    @Test
    void whatIsWrittenReadsAsTheSameNumber() {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            double value = random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
            for (Quantity quantity : Quantity.values()) {
                assertEquals(Optional.of(value), quantity.read(quantity.written(value)));
            }
        }
    }

    @Test
    void theNameSaysWhatIsMeasured() {
        assertEquals(Optional.of(Quantity.SECONDS), Quantity.of(double.class, "latencySeconds"));
        assertEquals(Optional.of(Quantity.FLOPS_PER_SECOND), Quantity.of(Double.class, "flopsPerSecond"));
        assertEquals(Optional.of(Quantity.BYTES_PER_SECOND), Quantity.of(double.class, "memoryBytesPerSecond"));
        assertEquals(Optional.empty(), Quantity.of(int.class, "seconds"));
        assertEquals(Optional.empty(), Quantity.of(double.class, "halfRows"));
    }
}
