package io.akkord.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexiconTest {

    private final Lexicon lexicon = new Lexicon(Map.of(
            "good", 3.0,
            "Bad", -3.0,
            "kind", 2.0,
            "some", 1.0,
            "some kind", 0.0,
            "can't stand", -3.0,
            "well-being", 2.0,
            "well", 1.0,
            ":)", 2.5));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a good day | 3",
                "GOOD, good! 'Good' | 9",
                "good and bad | 0",
                "goodness | 0",
                "a kind man | 2",
                "some kind of man | 0",
                "some kind, kind man | 2",
                "I can\u2019t stand it | -3",
                "her well-being. | 2",
                "well-kept | 1",
                "good--bad,good | 3",
                "that is good :) | 5.5",
                "take some :) | 3.5",
                "some, kind man | 3",
                "... | 0"
            })
    void weightsOfTheWordsAddUp(String text, double sum) {
        assertEquals(sum, lexicon.weigh(text));
        assertEquals(sum, lexicon.score(Rollouts.saying(text), ModelScores.none()));
    }

    @Test
    void anyBlankSeparatesWordsAndPhrases() {
        assertEquals(3, lexicon.weigh("good\nbad\tgood"));
        assertEquals(0, lexicon.weigh("some\n kind"));
    }

    @Test
    void publishedListsLoadAndRank() throws IOException {
        Path afinn = Path.of("../../shared/tokenizers/lexicons/afinn165.json");
        Assumptions.assumeTrue(Files.exists(afinn), "the AFINN word list is not at hand");
        var weights = new ObjectMapper().readValue(afinn.toFile(), new TypeReference<Map<String, Double>>() {});
        var words = new Lexicon(weights);
        assertEquals(5, words.weigh("Lily was happy (3) and she smiled (2)."));
        assertEquals(-5, words.weigh("The sad dog made bad noise."));
    }

    @Test
    void anEmptyResponseWeighsNothing() {
        assertEquals(0, lexicon.weigh(""));
        assertEquals(0, lexicon.weigh("  \n "));
        assertEquals(0, new Lexicon(Map.of()).weigh("good"));
    }

    @Test
    void entriesWithoutMeaningAreNamed() {
        var blank = assertThrows(IllegalArgumentException.class, () -> new Lexicon(Map.of(" ", 1.0)));
        assertEquals("a lexicon needs words with finite weights, has \" \" with 1.0", blank.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Lexicon(Map.of("good", Double.NaN)));
    }
}
