package io.akkord.rewards.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.rewards.PeerFacts;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import io.akkord.rewards.match.StringMatch.Where;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words against words. */
class StringMatchTest {

    private static double match(Where where, String response, String answer) throws Unscored {
        return new StringMatch("answer", where)
                .verify(response, Map.of("answer", answer))
                .score();
    }

    private static double f1(String response, String answer) throws Unscored {
        return new F1("answer").verify(response, Map.of("answer", answer)).score();
    }

    @ParameterizedTest
    @CsvSource({
        "RESPONSE, 'Hello, world!', hello world, 1",
        "RESPONSE, '  the  elephant ', An Elephant, 1",
        "RESPONSE, <think>no</think>yes, yes, 1",
        "RESPONSE, <think>a</think>b</think>yes, yes, 1",
        "RESPONSE, <think>yes</think>no, yes, 0",
        "RESPONSE, yes and no, yes, 0",
        "RESPONSE, '', yes, 0",
        "RESPONSE, '', '!', 0",
        "RESPONSE, theatre, atre, 0",
        "TAGS, <answer>Yes.</answer>, yes, 1",
        "TAGS, <answer>no</answer><answer>yes</answer>, yes, 1",
        "TAGS, yes, yes, 0",
        "TAGS, <answer>yes, yes, 0",
        "PHRASE, So. The answer is: yes, yes, 1",
        "PHRASE, yes, yes, 1",
        "PHRASE, The answer is: no. The answer is: yes., yes, 1",
        "PHRASE, The answer is yes, yes, 0"
    })
    void theAnswerIsWhereItShouldBe(Where where, String response, String answer, double score) throws Unscored {
        assertEquals(score, match(where, response, answer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            red            | ["red", "blue"]          | 1
            blue           | [ "red" , "blue" ]       | 1
            green          | ["red", "blue"]          | 0
            red blue       | ["red", "blue"]          | 0
            4              | [3, 4.5e1, 4]            | 1
            a"b            | ["a\\"b"]                | 1
            caf\u00e9      | ["caf\\u00e9"]           | 1
            red            | ["red", "blue            | 0
            red blue       | ["red", "blue            | 1
            red            | ["red"] or so            | 0
            """)
    void aListHoldsSeveralRightAnswers(String response, String answers, double score) throws Unscored {
        assertEquals(score, match(Where.RESPONSE, response, answers));
    }

    @ParameterizedTest
    @CsvSource({
        "hello world, hello world, 1",
        "hello, hello world, 0.6666666666666666",
        "hello hello, hello world, 0.5",
        "the hello, hello, 1",
        "foo, bar, 0",
        "'', bar, 0",
        "<think>bar</think>foo, bar, 0"
    })
    void sharedWordsAreCounted(String response, String answer, double score) throws Unscored {
        assertEquals(score, f1(response, answer), 1e-12);
    }

    @Test
    void theBestOfSeveralAnswersCounts() throws Unscored {
        assertEquals(1, f1("hello world", "[\"goodbye\", \"hello world\"]"));
    }

    @Test
    void openInstructJudgesTheSame() throws Unscored {
        var judges = Map.<String, Verifier>of(
                "test_basic_scenarios", new StringMatch("answer", Where.TAGS),
                "test_puzzle_matcher_scenarios", new StringMatch("answer", Where.RESPONSE),
                "test_single_label", new F1("answer"),
                "test_list_labels", new F1("answer"));
        int judged = 0;
        for (JsonNode one :
                PeerFacts.shared("vectors/open_instruct_verifiers.json").get("cases")) {
            Verifier judge = judges.get(one.get("test").asText());
            if (judge != null) {
                JsonNode row = one.get("row");
                String answer = row.get(2).isTextual()
                        ? row.get(2).asText()
                        : row.get(2).toString();
                Verdict verdict = judge.verify(row.get(1).asText(), Map.of("answer", answer));
                assertEquals(row.get(3).asDouble(), verdict.score(), 1e-9, row.toString());
                judged++;
            }
        }
        assertTrue(judged >= 18, judged + " cases");
    }

    @Test
    void theVerdictShowsBothAnswers() throws Unscored {
        assertEquals(
                new Verdict(0, "found no, expected yes or maybe"),
                new StringMatch("answer", Where.RESPONSE).verify("no", Map.of("answer", "[\"yes\", \"maybe\"]")));
    }

    @Test
    void aRowWithoutTheLabelIsUnscored() {
        for (Verifier verifier : List.of(new F1("key"), new StringMatch("key", Where.TAGS), new ShortAnswer("key"))) {
            var unscored = assertThrows(Unscored.class, () -> verifier.verify("a", Map.of("answer", "a")));
            assertEquals("the prompt has no label \"key\"", unscored.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            True                                      | True             | 1
            true.                                     | True             | 1
            So the answer is True.                    | True             | 1
            The answer is **False**                   | True             | 0
            not True                                  | True             | 0
            True False                                | True             | 0
            -50                                       | -50              | 1
            50                                        | -50              | 0
            1,024                                     | 1024             | 1
            8.0                                       | 8                | 1
            18                                        | 8                | 0
            7 8                                       | 8                | 0
            So the answer is 7. So the answer is 8.   | 8                | 1
            ant, bee, cat                             | ant bee cat      | 1
            ant bee                                   | ant bee cat      | 0
            bee ant cat                               | ant bee cat      | 0
            ant bee cat cat                           | ant bee cat      | 0
            at&t it&t                                 | at&t it&t        | 1
            <think>9</think><answer>8</answer>        | 8                | 1
            <answer>8</answer> or 9                   | 8                | 1
            We count. ~ 3 + 5 ~ 8                     | 8                | 1
            Answer: 8                                 | 8                | 1
            ''                                        | 8                | 0
            """)
    void shortAnswersAreExact(String response, String answer, double score) throws Unscored {
        String lines = response.replace('~', '\n');
        assertEquals(
                score,
                new ShortAnswer("answer")
                        .verify(lines, Map.of("answer", answer))
                        .score(),
                response);
    }

    @Test
    @Timeout(20)
    void hostileResponsesAreReadInLinearTime() throws Unscored {
        List<Verifier> verifiers = List.of(
                new ShortAnswer("answer"),
                new F1("answer"),
                new StringMatch("answer", Where.RESPONSE),
                new ThinkFormat());
        int size = 300_000;
        for (String hostile : List.of(
                "the answer i".repeat(size / 10),
                "the answer is ".repeat(size / 10) + "x",
                " ".repeat(size) + "x" + " ".repeat(size) + "y",
                ".".repeat(size) + "x",
                "<think>".repeat(size / 10),
                "1,".repeat(size) + "x")) {
            for (Verifier verifier : verifiers) {
                assertEquals(0, verifier.verify(hostile, Map.of("answer", "8")).score());
            }
        }
    }

    @Test
    void bigBenchTargetsAreTheirOwnAnswersAndNobodyElses() throws Unscored {
        for (String task :
                Set.of("word_sorting", "boolean_expressions", "object_counting", "multistep_arithmetic_two")) {
            JsonNode examples = PeerFacts.shared("data/bbh/" + task + ".json").get("examples");
            assertEquals(250, examples.size());
            String before = "";
            for (JsonNode example : examples) {
                String target = example.get("target").asText();
                Map<String, String> labels = Map.of("answer", target);
                var verifier = new ShortAnswer("answer");
                assertEquals(1, verifier.verify(target, labels).score(), target);
                assertEquals(
                        1,
                        verifier.verify("Step.\nSo the answer is " + target + ".", labels)
                                .score(),
                        target);
                assertEquals(
                        target.equals(before) ? 1 : 0,
                        verifier.verify(before, labels).score(),
                        target);
                assertEquals(0, verifier.verify(target + " " + target, labels).score(), target);
                before = target;
            }
        }
    }
}
