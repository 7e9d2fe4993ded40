package io.akkord.rewards.instructions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "One. Two! Three? Four # One.|Two!|Three?|Four",
                "Mr. Brown met Dr. Grey at 5 p.m. on Elm St. near home. They talked. # Mr. Brown met Dr. Grey at 5 p.m. on Elm St. near home.|They talked.",
                "He paid 3.50 dollars. She did not. # He paid 3.50 dollars.|She did not.",
                "\"Hello there.\" She smiled. # \"Hello there.\"|She smiled.",
                "Wait (please!) for me. # Wait (please!)|for me.",
                "What?! No. # What?!|No.",
                "Well... maybe not. # Well... maybe not.",
                "Well... The end. # Well...|The end.",
                "J. R. Smith wrote it. # J. R. Smith wrote it.",
                "We came in at no. 5 of all. # We came in at no. 5 of all.",
                "1. Wash it. 2. Dry it. # 1.|Wash it.|2.|Dry it.",
                "See example.com/a?b=c for more. # See example.com/a?b=c for more.",
                "No full stop # No full stop"
            })
    void marksEndSentencesUnlessTheyBelongToAWord(String text, String sentences) {
        assertEquals(List.of(sentences.split("\\|")), Sentences.of(text));
    }

    @Test
    void linesEndNothing() {
        assertEquals(List.of("A title\n\nA sentence.", "Another."), Sentences.of("A title\n\nA sentence.\nAnother.\n"));
    }

    @Test
    void blankTextHasNoSentence() {
        assertEquals(List.of(), Sentences.of(""));
        assertEquals(List.of(), Sentences.of(" \n "));
    }
}
