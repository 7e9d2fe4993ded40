package io.akkord.rewards.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.akkord.rewards.PeerFacts;
import io.akkord.rewards.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts of a response. */
class FormatTest {

    private static double thinks(String response) {
        return new ThinkFormat().verify(response, Map.of()).score();
    }

    @ParameterizedTest
    @CsvSource({
        "<think>a</think>b, 1",
        "<think>~a~b~</think>~c, 1",
        "<think>a <b> c</think>d, 1",
        "<think></think>, 1",
        "' <think>a</think>b', 0",
        "<think>a<think>b</think>c, 0",
        "<think>a</think>b<think>c</think>, 0",
        "<think>a, 0",
        "a</think>b, 0",
        "<THINK>a</THINK>b, 0",
        "'', 0"
    })
    void thoughtComesFirstAndOnce(String response, double score) {
        assertEquals(score, thinks(response.replace('~', '\n')));
    }

    @Test
    void trlSeesTheSameThoughts() {
        List<JsonNode> cases = PeerFacts.cases("peer_test_facts.json", "fn", "think_format_reward");
        assertFalse(cases.isEmpty());
        for (JsonNode one : cases) {
            String response = one.at("/inputs/completion").asText();
            assertEquals(one.at("/expected/reward").asDouble(), thinks(response), response);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "<answer>4</answer>, 1",
        "'<think>2+2</think> <answer>4</answer> ', 1",
        "<answer></answer>, 0",
        "<answer> </answer>, 0",
        "<answer>4</answer>.., 0",
        "<answer>4</answer><answer>5</answer>, 0",
        "<answer><answer>4</answer>, 0",
        "</answer>4<answer>, 0",
        "<answer>4, 0",
        "4, 0"
    })
    void oneAnswerEndsTheResponse(String response, double score) {
        assertEquals(score, new AnswerFormat().verify(response, Map.of()).score());
    }

    @Test
    void theVerdictSaysWhatIsMissing() {
        assertEquals(new Verdict(0, "never closes <think>"), new ThinkFormat().verify("<think>hm", Map.of()));
        assertEquals(
                new Verdict(0, "has more than one <answer>"),
                new AnswerFormat().verify("<answer>1</answer> <answer>2</answer>", Map.of()));
    }
}
