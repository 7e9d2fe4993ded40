package io.akkord.rewards;

import io.akkord.algorithms.experience.Rollout;
import java.util.Map;

/**
 * A reward that checks a response against the ground truth of its row, and says what it saw.
 *
 * <p>Verifiers are pure, know no network, and answer an interrupt, so that one pathological response costs one sample.
 */
public interface Verifier extends Reward {

    /**
     * Checks one response.
     *
     * @param response text, special tokens left out
     * @param labels what the row says beside its prompt, such as {@code answer}
     * @throws Unscored if the row lacks what the verifier needs, or the response cannot be judged
     */
    Verdict verify(String response, Map<String, String> labels) throws Unscored;

    @Override
    default double score(Rollout rollout, ModelScores models) throws Unscored {
        return verify(rollout.text(), rollout.prompt().labels()).score();
    }
}
