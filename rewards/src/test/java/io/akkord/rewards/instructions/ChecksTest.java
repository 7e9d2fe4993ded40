package io.akkord.rewards.instructions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One family of checks after the other: an id, its arguments, a response and the verdict; {@code /} is a new line. */
class ChecksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "keywords:existence # {\"keywords\": [\"a.c\"]} # abc # false",
                "keywords:forbidden_words # {\"forbidden_words\": [\"cat\", \"c++\"]} # Concatenate in C. # true",
                "keywords:forbidden_words # {\"forbidden_words\": [\"c++\"]} # Write C++! # false",
                "keywords:frequency # {\"keyword\": \"aa\", \"frequency\": 2, \"relation\": \"at least\"} # aaaa # true",
                "keywords:letter_frequency # {\"letter\": \"!\", \"let_frequency\": 2, \"let_relation\": \"less than\"} # a!b # true",
                "keywords:word_once # {\"keyword\": \"cat\"} # Cat cat # false",
                "keywords:start_end # {} # Home is home # true",
                "count:count_increment_word # {\"keyword1\": \"a\", \"keyword2\": \"b\"} # a b b # true",
                "letters:letter_counting # {\"N\": 3, \"relation\": \"at least\"} # a1b2c3 # true",
                "sentence:keyword # {\"word\": \"cat\", \"N\": 2} # A dog. A Cat. # true",
            })
    void keywords(String id, String arguments, String text, boolean holds) {
        check(id, arguments, text, holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "length_constraints:number_words # {\"num_words\": 3, \"relation\": \"less than\"} # it's two # false",
                "length_constraints:number_paragraphs # {\"num_paragraphs\": 2} # *** one *** two # true",
                "length_constraints:number_paragraphs # {\"num_paragraphs\": 2} # one *** *** two # false",
                "length_constraints:nth_paragraph_first_word # {\"num_paragraphs\": 2, \"nth_paragraph\": 2, \"first_word\": \"Well\"} # One.//'Well', two. # true",
                "count:word_count_range # {\"min_words\": 2, \"max_words\": 3} # one two three four # false",
                "count:counting_composition # {\"n_sent\": 1, \"n_words\": 3} # A b. *** C d. *** E f. # true",
                "sentence:increment # {\"small_n\": 1} # One. Two words. And three words. # true",
                "sentence:alliteration_increment # {} # Big cat. Big bears. Big bad bears. # true",
                "ratio:sentence_words # {} # One two. Two one. Six ten. # true",
                "ratio:stop_words # {\"percentage\": 40} # The cat of cats # false",
                "ratio:overlap # {\"reference_text\": \"abcdef\", \"percentage\": 50} # abcxyz # false",
                "ratio:overlap # {\"reference_text\": \"abcdef\", \"percentage\": 50} # abcdxy # true",
            })
    void lengthsAndRatios(String id, String arguments, String text, boolean holds) {
        check(id, arguments, text, holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "detectable_content:number_placeholders # {\"num_placeholders\": 2} # [a] [b/] # false",
                "detectable_content:postscript # {\"postscript_marker\": \"P.P.S\"} # End. p. p.s. bye # true",
                "detectable_format:number_bullet_lists # {\"num_bullets\": 2} # * a/- b/**bold** # true",
                "detectable_format:number_highlighted_sections # {\"num_highlights\": 2} # *a* and **b** and ** ** # true",
                "detectable_format:multiple_sections # {\"section_spliter\": \"Part\", \"num_sections\": 2} # Part 1 a Part 2 b # true",
                "detectable_format:json_format # {} # ```json/{\"a\": [1, -2.5e3, null, \"\\u00e9\"]}/``` # true",
                "detectable_format:json_format # {} # {\"a\": 01} # false",
                "detectable_format:json_format # {} # {\"a\": 1,} # false",
                "detectable_format:json_format # {} # [1] [2] # false",
                "detectable_format:title # {} # <<>> <<A title>> # true",
                "detectable_format:bigram_wrapping # {} # <<I am>> <<at home>> # true",
                "detectable_format:square_brackets # {} # [I] am # false",
                "change_case:capital_word_frequency # {\"capital_frequency\": 2, \"capital_relation\": \"at most\"} # A NEW-AGE day # true",
                "change_case:english_lowercase # {} # this is it. # true",
                "change_case:english_capital # {} # DAS IST ES UND NICHT MEHR # false",
                "startend:end_checker # {\"end_phrase\": \"The end.\"} # All: \"the end.\" # true",
                "last_word:last_word_sent # {\"last_word\": \"cat\"} # A cat. My cat! # true",
                "words:start_verb # {} # Walking home # true",
                "words:last_first # {} # I like cats. Cats like me. # true",
            })
    void formats(String id, String arguments, String text, boolean holds) {
        check(id, arguments, text, holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "combination:two_responses # {} # a****** a # false",
                "combination:two_responses # {} # a ****** b # true",
                "copy:copying_multiple # {\"prompt_to_repeat\": \"Hi\", \"N\": 2} # hi ****** Hi # true",
                "repeat:repeat_change # {\"prompt_to_repeat\": \"Say it now\"} # Tell it now # true",
                "repeat:repeat_span # {\"prompt_to_repeat\": \"abcdef\", \"n_start\": 1, \"n_end\": 3} # BCD # true",
                "new:copy_span_idx # {\"prompt_to_repeat\": \"abcdef\", \"n_start\": 1, \"n_end\": 3} # bc # true",
                "copy:repeat_phrase # {\"phrase\": \"to be seen\", \"small_n\": 2} # to go seen and to do seen # true",
                "copy:repeat_phrase # {\"phrase\": \"to be seen\", \"small_n\": 1} # to be seen # false",
                "count:conjunctions # {\"small_n\": 2} # And this and, and that # false",
                "count:numbers # {\"N\": 2} # 1,000 and 3.14 # true",
                "count:punctuation # {} # What?! Yes; no: so, a! Or? # false",
                "count:punctuation # {} # What?! Yes; no: so, a! Or? Well. # true",
                "count:words_japanese # {\"N\": 2} # one 二 three 四 # true",
                "count:pronouns # {\"N\": 3} # she/her/hers # true",
                "words:alphabet # {} # Young zebras ate. # true",
                "words:prime_lengths # {} # We are here # false",
                "words:no_consecutive # {} # Big cats bite cats # true",
                "words:odd_even_syllables # {} # one apple two # true",
                "words:palindrome # {} # level # false",
                "format:emoji # {} # Hi 😀. Bye 😀. # true",
                "format:emoji # {} # Hi 9. # false",
                "format:options # {\"options\": \"a), b), c)\"} # A) # false",
                "format:options # {\"options\": \"yes/no\"} # Yes. # true",
                "format:sub-bullets # {} # * a/ - b/* c # false",
                "format:sub-bullets # {} # no bullet - at all # false",
                "format:line_indent # {} # a// b/  c # true",
                "format:title_case # {} # An iPhone And Me # true",
                "custom:multiples # {} # 14,21,28,35,42,49 # true",
                "custom:date_format_list # {} # 1796-02-30 # false",
                "custom:word_reverse # {} # US the of bird the is eagle bald The # true",
                "custom:csv_city # {} # ID,Country,City,Year,Count/1,\"a,b\",c,1,2/1,a,c,1,2/1,a,c,1,2/1,a,c,1,2/1,a,c,1,2/1,a,c,1,2/1,a,c,1,2 # true",
            })
    void combinationsAndPuzzles(String id, String arguments, String text, boolean holds) {
        check(id, arguments, text, holds);
    }

    private static void check(String id, String arguments, String text, boolean holds) {
        var instruction = new Instruction(id, parse(arguments));
        String response = text.contains("she/her") ? text : text.replace('/', '\n');
        assertEquals(holds, InstructionKinds.check(instruction).test(response));
    }

    private static Map<String, Object> parse(String arguments) {
        try {
            return new ObjectMapper().readValue(arguments, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
