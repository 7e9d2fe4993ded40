package io.akkord.rewards.instructions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class InstructionsTest {

    private static final String NO_COMMA = "{\"id\":\"punctuation:no_comma\",\"arguments\":{}}";
    private static final String CAT =
            "{\"id\":\"keywords:existence\",\"arguments\":{\"keywords\":[\"cat\"],\"N\":null}}";

    private final Instructions strict = new Instructions(InstructionsTest::parse, Strictness.STRICT, false);

    @Test
    void theScoreIsTheShareOfInstructionsSatisfied() throws Unscored {
        assertEquals(new Verdict(1, "satisfies all 2 instructions"), verify(strict, "a cat", NO_COMMA, CAT));
        assertEquals(new Verdict(0.5, "fails keywords:existence"), verify(strict, "a dog", NO_COMMA, CAT));
        assertEquals(
                new Verdict(0, "fails punctuation:no_comma, keywords:existence"),
                verify(strict, "a, b", NO_COMMA, CAT));
    }

    @Test
    void oneFailureIsEnoughWhereAllMustHold() throws Unscored {
        var all = new Instructions(InstructionsTest::parse, Strictness.STRICT, true);
        assertEquals(1, verify(all, "a cat", NO_COMMA, CAT).score());
        assertEquals(new Verdict(0, "fails keywords:existence"), verify(all, "a dog", NO_COMMA, CAT));
    }

    @Test
    void thoughtsDoNotCount() throws Unscored {
        assertEquals(
                1,
                verify(strict, "<think>well, a dog</think> a cat", NO_COMMA, CAT)
                        .score());
        assertEquals(
                0,
                verify(strict, "<think>a cat</think>one</think> dogs, dogs", NO_COMMA, CAT)
                        .score());
    }

    @Test
    void anEmptyAnswerSatisfiesNothing() throws Unscored {
        assertEquals(new Verdict(0, "the answer is empty"), verify(strict, " \n", NO_COMMA));
        assertEquals(new Verdict(0, "the answer is empty"), verify(strict, "<think>no comma</think> ", NO_COMMA));
    }

    @Test
    void aLooseVerdictForgivesWhatSurroundsTheAnswer() throws Unscored {
        var loose = new Instructions(InstructionsTest::parse, Strictness.LOOSE, false);
        String quotation = "{\"id\":\"startend:quotation\",\"arguments\":{}}";
        String response = "Sure:\n**\"a cat\"**\nAnything else?";
        assertEquals(0, verify(strict, response, quotation).score());
        assertEquals(1, verify(loose, response, quotation).score());
        assertEquals(0, verify(loose, "\n", quotation).score());
    }

    @Test
    void thereAreEightReadings() {
        assertEquals(
                Set.of("*a*\nb*\nc", "a\nb\nc", "b*\nc", "b\nc", "*a*\nb*", "a\nb", "b*", "b"),
                Strictness.LOOSE.readings("*a*\nb*\nc"));
        assertEquals(Set.of("*a*"), Strictness.STRICT.readings("*a*"));
    }

    @Test
    void rowsThatCannotBeJudgedSayWhy() {
        assertEquals(
                "the row has no label instructions that says what to check",
                assertThrows(Unscored.class, () -> strict.verify("a", Map.of("answer", "42")))
                        .getMessage());
        assertEquals("the row's label instructions holds no instruction", unscored());
        assertTrue(unscored("{").startsWith("the row's label instructions cannot be read: "));
        assertEquals(
                "no instruction has the id keywords:existance; the nearest are keywords:existence, "
                        + "keywords:word_once, keywords:frequency",
                unscored("{\"id\":\"keywords:existance\",\"arguments\":{}}"));
        assertEquals(
                "instruction keywords:existence needs keywords to be a list of texts, has \"cat\"",
                unscored("{\"id\":\"keywords:existence\",\"arguments\":{\"keywords\":\"cat\"}}"));
    }

    @Test
    void wrongArgumentsAreNamed() {
        String words = "length_constraints:number_words";
        assertRefused(
                "needs num_words to be a whole number of at least 0, has none", words, Map.of("relation", "at least"));
        assertRefused("has -3", words, Map.of("relation", "at least", "num_words", -3));
        assertRefused("has 2.5", words, Map.of("relation", "at least", "num_words", 2.5));
        assertRefused(
                "needs relation to be \"less than\" or \"at least\" or \"at most\" or \"around\", has \"more than\"",
                words,
                Map.of("relation", "more than", "num_words", 3));
        assertRefused(
                "needs n to be a whole number of at least 1",
                "words:keywords_specific_position",
                Map.of("keyword", "a", "n", 0, "m", 1));
        assertRefused(
                "needs percentage to be a percentage between 0 and 100, has 101",
                "ratio:stop_words",
                Map.of("percentage", 101));
        assertRefused(
                "needs language to be a code such as", "language:response_language", Map.of("language", "Klingon"));
        assertRefused(
                "needs letter to be one character, has \"ab\"",
                "keywords:letter_frequency",
                Map.of("letter", "ab", "let_frequency", 1, "let_relation", "at least"));
        assertRefused("needs end_phrase to be text, has \"  \"", "startend:end_checker", Map.of("end_phrase", "  "));
    }

    @Test
    void wholeNumbersMayBeWrittenAsDecimals() {
        assertTrue(InstructionKinds.check(new Instruction("count:numbers", Map.of("N", 2.0)))
                .test("1 and 2"));
    }

    @Test
    void everyPublishedListIsComplete() {
        assertEquals(113, InstructionKinds.ids().size());
        assertTrue(InstructionKinds.ids()
                .containsAll(Set.of("startend:quotation", "ratio:overlap", "copy:repeat_phrase")));
    }

    @Test
    void everyCheckEndsInTimeOnTextMadeToBeSlow() {
        List<String> units = List.of("a", "*", "[", "\n", "* ", ". ", "\"a\" ", "<<", "Question 1", "SECTION");
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (String unit : units) {
                String text = unit.repeat(100_000 / unit.length());
                for (String id : InstructionKinds.ids()) {
                    var check = InstructionKinds.check(new Instruction(id, anyArguments()));
                    assertEquals(check.test(text), check.test(text), id);
                }
            }
        });
    }

    @Test
    void anInterruptStopsACheck() {
        Thread.currentThread().interrupt();
        var words = InstructionKinds.check(new Instruction("count:count_unique", Map.of()));
        assertThrows(CancellationException.class, () -> words.test("one two three"));
        assertTrue(Thread.interrupted());
    }

    private static Map<String, Object> anyArguments() {
        var any = new HashMap<String, Object>();
        for (String name :
                ("frequency let_frequency num_sentences num_words num_paragraphs nth_paragraph min_words max_words"
                                + " n_sent n_words num_placeholders low high num_bullets num_highlights num_sections"
                                + " capital_frequency N n m small_n n_start n_end percentage")
                        .split(" ")) {
            any.put(name, 3);
        }
        for (String name : "relation let_relation capital_relation".split(" ")) {
            any.put(name, "at least");
        }
        for (String name : "keywords forbidden_words key_sentences".split(" ")) {
            any.put(name, List.of("cat", "a"));
        }
        for (String name :
                ("keyword keyword1 keyword2 keyword3 keyword4 keyword5 letter first_word last_word word starter phrase"
                                + " postscript_marker original_paragraph section_spliter end_phrase prompt_to_repeat reference_text"
                                + " options sep")
                        .split(" ")) {
            any.put(name, "a");
        }
        any.put("original_message", "a *b*");
        any.put("language", "it");
        return any;
    }

    private static void assertRefused(String reason, String id, Map<String, Object> arguments) {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> InstructionKinds.check(new Instruction(id, arguments)));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("instruction " + id + " needs "), refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::getMessage);
    }

    private String unscored(String... instructions) {
        return String.valueOf(assertThrows(Unscored.class, () -> verify(strict, "a", instructions))
                .getMessage());
    }

    private static Verdict verify(Instructions verifier, String response, String... instructions) throws Unscored {
        return verifier.verify(response, Map.of(Instructions.LABEL, "[" + String.join(",", instructions) + "]"));
    }

    private static List<Instruction> parse(String label) {
        try {
            return new ObjectMapper().readValue(label, new TypeReference<List<Instruction>>() {});
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("no JSON list of instructions", wrong);
        }
    }
}
