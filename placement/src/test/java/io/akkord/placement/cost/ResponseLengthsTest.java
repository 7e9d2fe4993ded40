package io.akkord.placement.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseLengthsTest {

    static Stream<ResponseLengths> kinds() {
        return Stream.of(
                ResponseLengths.FULL,
                new ResponseLengths.Around(20, 1),
                new ResponseLengths.Around(1, 1),
                new ResponseLengths.Observed(3, 50, 7, 7, 200));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theMeanIsTheSumOfTheSurvivors(ResponseLengths lengths) {
        for (int limit : new int[] {1, 2, 7, 64, 500}) {
            double sum =
                    IntStream.range(0, limit).mapToDouble(lengths::survivors).sum();
            assertEquals(sum, lengths.mean(limit), 1e-9, "limit " + limit);
        }
    }

    @Test
    void aResponseSurvivesUntilItsLastToken() {
        var seen = new ResponseLengths.Observed(2, 4);
        assertEquals(1, seen.survivors(1));
        assertEquals(0.5, seen.survivors(2));
        assertEquals(0, seen.survivors(4));
    }

    @Test
    void noResponseIsEmpty() {
        assertThrows(IllegalArgumentException.class, () -> new ResponseLengths.Around(0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> new ResponseLengths.Observed());
        assertThrows(IllegalArgumentException.class, () -> new ResponseLengths.Observed(0, 3));
    }
}
