package io.akkord.rewards.match;

import java.util.Optional;

/** The tags by which responses set thought and answer apart. */
final class Tags {

    static final String THINK = "<think>";
    static final String END_OF_THINK = "</think>";
    static final String ANSWER = "<answer>";
    static final String END_OF_ANSWER = "</answer>";

    private Tags() {}

    /** What follows the last end of a thought, answer tags left out. */
    static String withoutThought(String response) {
        int end = response.lastIndexOf(END_OF_THINK);
        String rest = end < 0 ? response : response.substring(end + END_OF_THINK.length());
        return rest.replace(ANSWER, "").replace(END_OF_ANSWER, "").strip();
    }

    /** What stands between the last opening tag and the first closing one after it; empty where a tag is missing. */
    static Optional<String> answer(String response) {
        int open = response.lastIndexOf(ANSWER);
        if (open < 0 || !response.contains(END_OF_ANSWER)) {
            return Optional.empty();
        }
        String rest = response.substring(open + ANSWER.length());
        int close = rest.indexOf(END_OF_ANSWER);
        return Optional.of(close < 0 ? rest : rest.substring(0, close));
    }
}
