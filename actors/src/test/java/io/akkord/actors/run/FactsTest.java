package io.akkord.actors.run;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.actors.journal.JournalSerializer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals of earlier versions. */
class FactsTest {

    private static final JournalSerializer SERIALIZER = new JournalSerializer(Facts.TABLE);

    private static Evaluation read(String manifest, String json) throws Exception {
        return ((Fact.Evaluated) SERIALIZER.fromBinary(json.getBytes(StandardCharsets.UTF_8), manifest)).evaluation();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evaluated:1 |
            evaluated:2 | ,"figures":{"accuracy":0.5}
            """)
    void evaluationsOfOlderVersionsAreRead(String manifest, @Nullable String figures) throws Exception {
        String more = figures == null ? "" : figures;
        Evaluation evaluation = read(
                manifest,
                "{\"stage\":\"ppo\",\"evaluation\":{\"when\":\"before\",\"responses\":2,\"mean\":1.5,\"sd\":0.5,"
                        + "\"perplexity\":\"NaN\",\"kl\":0.0,\"gold\":[1.0,2.0]" + more + "}}");
        assertArrayEquals(new double[] {1, 2}, evaluation.gold());
        assertEquals(Map.of(), evaluation.otherGold());
        assertEquals(more.isEmpty() ? Map.of() : Map.of("accuracy", 0.5), evaluation.figures());
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        var fact = new Fact.Evaluated(
                "ppo",
                new Evaluation(
                        "after",
                        2,
                        1,
                        0.5,
                        Double.NaN,
                        0,
                        new double[] {1, Double.NaN},
                        Map.of("tournament", new double[] {3, 4}),
                        Map.of()));
        Evaluation evaluation =
                read(SERIALIZER.manifest(fact), new String(SERIALIZER.toBinary(fact), StandardCharsets.UTF_8));
        assertEquals("evaluated:3", SERIALIZER.manifest(fact));
        assertArrayEquals(fact.evaluation().gold(), evaluation.gold());
        assertArrayEquals(
                new double[] {3, 4}, requireNonNull(evaluation.otherGold().get("tournament")));
    }
}
