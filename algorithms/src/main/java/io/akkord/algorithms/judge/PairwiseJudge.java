package io.akkord.algorithms.judge;

import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.TextCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A language model that says which of two responses is better: asked in both orders, once for each principle.
 *
 * <p>Ye et al. 2024, "Self-Judge", section 3: a response's score under a principle is the mean of the probability of its
 * verdict when it stands first and when it stands second, so that a preference for a place cancels. A principle is won
 * by the higher score; the responses' share of principles decides, and where that is even the higher mean score.
 *
 * <p>A judge that puts little probability on either verdict has not answered. Such a principle is {@code INVALID} in both
 * orders and is nobody's win; with no valid principle left, or with equal scores, the verdict is {@link Winner#NEITHER}.
 *
 * @param principles templates with the places {@code {prompt}}, {@code {first}} and {@code {second}}; at least one
 * @param first what the judge says where the first response is better, such as {@code " A"}
 * @param second what it says where the second is
 * @param leastMass probability that both verdicts together must have in each order
 */
public record PairwiseJudge(List<String> principles, String first, String second, double leastMass) {

    /** Orders in which a pair is shown. */
    private static final int ORDERS = 2;

    public PairwiseJudge {
        principles = List.copyOf(principles);
        if (principles.isEmpty()) {
            throw new IllegalArgumentException("principles must be at least one template");
        }
        for (String principle : principles) {
            new Template(principle).check("principles", List.of("prompt", "first", "second"));
        }
        if (first.isBlank() || second.isBlank() || first.equals(second)) {
            throw new IllegalArgumentException(
                    "first and second must be two different words, were \"" + first + "\" and \"" + second + '"');
        }
        if (!(leastMass >= 0 && leastMass < 1)) {
            throw new IllegalArgumentException("least-mass must lie in [0, 1), was " + leastMass);
        }
    }

    /** Who won. */
    public enum Winner {
        ONE,
        TWO,
        /** The judge did not answer, or finds both equal. */
        NEITHER
    }

    /**
     * What was judged of a pair.
     *
     * @param valid whether any principle was answered in both orders
     * @param strength probability that response one is the better, from the mean scores; 0.5 where nothing is valid
     * @param forward the winner by the order (one, two) alone
     * @param backward the winner by the order (two, one) alone
     */
    public record Judgment(Winner winner, boolean valid, double strength, Winner forward, Winner backward) {}

    /** How many questions are asked of a pair. */
    public int questionsEach() {
        return ORDERS * principles.size();
    }

    /**
     * The questions of a pair: for each principle the order (one, two), then (two, one).
     *
     * @param prompt ids to quote, without those that begin a sequence
     * @param one ids of a response, an end-of-sequence id is left out
     * @param two likewise
     */
    public List<Question> questions(int[] prompt, int[] one, int[] two, TextCodec codec) {
        int[] left = Responses.withoutEnd(one, codec);
        int[] right = Responses.withoutEnd(two, codec);
        var questions = new ArrayList<Question>(questionsEach());
        for (String text : principles) {
            var principle = new Template(text);
            questions.add(question(principle, prompt, left, right, codec));
            questions.add(question(principle, prompt, right, left, codec));
        }
        return questions;
    }

    private Question question(Template principle, int[] prompt, int[] shownFirst, int[] shownSecond, TextCodec codec) {
        int[] asked = principle.fill(codec, Map.of("prompt", prompt, "first", shownFirst, "second", shownSecond));
        return Question.within(codec.context(), asked, List.of(codec.continuation(first), codec.continuation(second)));
    }

    /**
     * Reads the answers.
     *
     * @param logprobs {@code [questions][2]}, nats, in the order of {@link #questions}: of the first and the second
     *     verdict; NaN for a question that was not asked
     */
    public Judgment judge(double[][] logprobs) {
        double onesWins = 0;
        double onesScores = 0;
        double twosScores = 0;
        int valid = 0;
        double[] forwards = new double[2];
        double[] backwards = new double[2];
        for (int i = 0; i < logprobs.length; i += ORDERS) {
            double[] forward = probabilities(logprobs[i]);
            double[] backward = probabilities(logprobs[i + 1]);
            if (!(forward[0] + forward[1] > leastMass && backward[0] + backward[1] > leastMass)) {
                continue;
            }
            double one = (forward[0] + backward[1]) / 2;
            double two = (forward[1] + backward[0]) / 2;
            onesWins += one > two ? 1 : one < two ? 0 : 0.5;
            onesScores += one;
            twosScores += two;
            forwards[0] += forward[0];
            forwards[1] += forward[1];
            backwards[0] += backward[1];
            backwards[1] += backward[0];
            valid++;
        }
        if (valid == 0) {
            return new Judgment(Winner.NEITHER, false, 0.5, Winner.NEITHER, Winner.NEITHER);
        }
        double even = valid / 2.0;
        Winner winner = onesWins == even ? larger(onesScores, twosScores) : larger(onesWins, even);
        return new Judgment(
                winner,
                true,
                onesScores / (onesScores + twosScores),
                larger(forwards[0], forwards[1]),
                larger(backwards[0], backwards[1]));
    }

    private static double[] probabilities(double[] logprobs) {
        return new double[] {Math.exp(logprobs[0]), Math.exp(logprobs[1])};
    }

    private static Winner larger(double one, double two) {
        return one > two ? Winner.ONE : one < two ? Winner.TWO : Winner.NEITHER;
    }
}
