package io.akkord.rewards.instructions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "Good muffins cost $3.88 in York. # Good muffins cost $ 3.88 in York .",
                "They'll save, and I don't. # They 'll save , and I do n't .",
                "A well-known (old) trick--again: 10:30! # A well-known ( old ) trick -- again : 10:30 !",
                "Wait... what? # Wait ... what ?",
                "The U.S. and the dogs' toys # The U.S. and the dogs ' toys",
                "I cannot say 1,000,000 # I can not say 1,000,000"
            })
    void punctuationStandsAlone(String text, String tokens) {
        assertEquals(List.of(tokens.split(" ")), Tokens.of(text));
    }

    @Test
    void marksAreNoWords() {
        assertEquals(List.of("No", "way", "2"), Tokens.wordsOf("No way! -- (2)"));
    }
}
