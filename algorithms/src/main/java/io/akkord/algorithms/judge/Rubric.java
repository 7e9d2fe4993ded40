package io.akkord.algorithms.judge;

import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.experience.TokenGrid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a judge rates one response: a template, the verdicts that may follow it, and what each is worth.
 *
 * <p>The score is the mean worth under the judge's own probabilities of the verdicts (Liu et al. 2023, "G-Eval", eq. 1),
 * so it is finer than the likeliest verdict and costs no sampling.
 *
 * @param template with the places {@code {prompt}} and {@code {response}}
 * @param verdicts texts that may follow it, at least two
 * @param worth of each verdict
 * @param leastMass probability that all verdicts together must have; below it the judge has not answered the question
 *     and the response is unscored
 */
public record Rubric(Template template, List<String> verdicts, List<Double> worth, double leastMass) {

    public Rubric {
        template.check("template", List.of("prompt", "response"));
        verdicts = List.copyOf(verdicts);
        worth = List.copyOf(worth);
        if (verdicts.size() < 2) {
            throw new IllegalArgumentException("verdicts must be at least two, were " + verdicts);
        }
        if (verdicts.size() != worth.size()) {
            throw new IllegalArgumentException(
                    "worth must name a number for each of the " + verdicts.size() + " verdicts, has " + worth.size());
        }
        if (!(leastMass >= 0 && leastMass < 1)) {
            throw new IllegalArgumentException("least-mass must lie in [0, 1), was " + leastMass);
        }
    }

    /** What the judge is asked of each rollout. */
    public Rows<Question> questions(Rows<Rollout> rollouts, TextCodec codec) {
        List<int[]> answers = verdicts.stream().map(codec::continuation).toList();
        return new Rows<>(rollouts.items().stream()
                .map(rollout -> Question.within(codec.context(), asked(rollout, codec), answers))
                .toList());
    }

    private int[] asked(Rollout rollout, TextCodec codec) {
        return template.fill(
                codec,
                Map.of(
                        "prompt", codec.continuation(rollout.prompt().text()),
                        "response", Responses.withoutEnd(rollout.response(), codec)));
    }

    /**
     * The scores that the judge's answers come to.
     *
     * @param answers log-probs of the verdicts of each question, nats
     * @return {@code [rollouts]}; NaN where the judge has answered with none of the verdicts, or could not be asked
     */
    public Scores scores(TokenGrid answers) {
        return new Scores(Arrays.stream(Question.logprobs(answers, verdicts.size()))
                .mapToDouble(this::score)
                .toArray());
    }

    private double score(double[] logprobs) {
        double mass = 0;
        double sum = 0;
        for (int i = 0; i < logprobs.length; i++) {
            double probability = Math.exp(logprobs[i]);
            mass += probability;
            sum += probability * worth.get(i);
        }
        return mass > leastMass ? sum / mass : Double.NaN;
    }
}
