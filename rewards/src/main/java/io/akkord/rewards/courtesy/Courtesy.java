package io.akkord.rewards.courtesy;

import io.akkord.rewards.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The quickstart's data, from nothing but a seed.
 *
 * <p>There are 975 requests; one in three is held out, so no row of {@link #requests}, {@link #demonstrations} or
 * {@link #pairs} shares its request with {@link #heldOutRequests} or {@link #heldOutPairs}. Longer lists of requests and demonstrations begin
 * with the shorter ones of the same seed.
 */
public final class Courtesy {

    private Courtesy() {}

    /** Requests to train on; each appears once before any appears twice. */
    public static List<String> requests(long seed, int count) {
        return questions(seed, "requests", count, false).stream()
                .map(Question::text)
                .toList();
    }

    /** Requests that no training row asks; each appears once before any appears twice. */
    public static List<String> heldOutRequests(long seed, int count) {
        return questions(seed, "held out", count, true).stream()
                .map(Question::text)
                .toList();
    }

    /**
     * Replies of mixed quality: each of the three virtues holds with probability one half, independent of the others.
     *
     * <p>What is learned from them is the language and every level of quality, which is what PPO then chooses from.
     */
    public static List<Exchange> demonstrations(long seed, int count) {
        var rows = new ArrayList<Exchange>(count);
        for (Question question : questions(seed, "demonstrated", count, false)) {
            Random random = Seeds.of(seed, "demonstrations", rows.size());
            rows.add(new Exchange(question.text(), ReplyWriter.write(question, Virtues.random(random), random)));
        }
        return rows;
    }

    /**
     * Two replies of mixed and different quality to one request, and which of them people prefer.
     *
     * @param flipFraction of the labels, in [0, 1], are turned round: exactly {@code round(count * flipFraction)} rows
     */
    public static List<Preference> pairs(long seed, int count, double flipFraction) {
        if (!(flipFraction >= 0 && flipFraction <= 1)) {
            throw new IllegalArgumentException(
                    "the fraction of flipped labels must lie in [0, 1], was " + flipFraction);
        }
        List<Preference> rows = compared(seed, questions(seed, "compared", count, false), "pairs");
        var order = new ArrayList<Integer>(count);
        for (int row = 0; row < count; row++) {
            order.add(row);
        }
        Collections.shuffle(order, Seeds.of(seed, "flips", 0));
        for (int row : order.subList(0, (int) Math.round(count * flipFraction))) {
            rows.set(row, rows.get(row).flipped());
        }
        return rows;
    }

    /** Preferences about requests that no training row asks; their labels are all right. */
    public static List<Preference> heldOutPairs(long seed, int count) {
        return compared(seed, questions(seed, "held out and compared", count, true), "held-out pairs");
    }

    private static List<Preference> compared(long seed, List<Question> questions, String purpose) {
        var rows = new ArrayList<Preference>(questions.size());
        for (Question question : questions) {
            rows.add(pair(question, Seeds.of(seed, purpose, rows.size())));
        }
        return rows;
    }

    private static Preference pair(Question question, Random random) {
        while (true) {
            String one = ReplyWriter.write(question, Virtues.random(random), random);
            String two = ReplyWriter.write(question, Virtues.random(random), random);
            Optional<Preference> labelled = PairLabeller.label(question, one, two);
            if (labelled.isPresent()) {
                return labelled.get();
            }
        }
    }

    private static List<Question> questions(long seed, String purpose, int count, boolean heldOut) {
        var asked = new ArrayList<Question>(count);
        for (int walk = 0; asked.size() < count; walk++) {
            var shuffled = new ArrayList<>(Question.all(heldOut));
            Collections.shuffle(shuffled, Seeds.of(seed, purpose, walk));
            asked.addAll(shuffled.subList(0, Math.min(shuffled.size(), count - asked.size())));
        }
        return asked;
    }
}
