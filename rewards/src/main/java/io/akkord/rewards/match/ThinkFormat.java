package io.akkord.rewards.match;

import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.Map;

/**
 * 1 where the response begins with {@code <think>}, opens it only once and closes it; an answer may follow.
 *
 * <p>TRL's {@code think_format_reward}, case by case: other tags inside are text, and a prompt that already opened the tag
 * makes every response fail.
 */
public record ThinkFormat() implements Verifier {

    @Override
    public Verdict verify(String response, Map<String, String> labels) {
        if (!response.startsWith(Tags.THINK)) {
            return Verdict.of(false, "does not begin with " + Tags.THINK);
        }
        if (response.indexOf(Tags.THINK, 1) >= 0) {
            return Verdict.of(false, "opens " + Tags.THINK + " more than once");
        }
        boolean closed = response.contains(Tags.END_OF_THINK);
        return Verdict.of(closed, closed ? "thinks, then answers" : "never closes " + Tags.THINK);
    }
}
