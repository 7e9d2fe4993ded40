package io.akkord.rewards.courtesy;

import java.util.Optional;

/** People asked which of two replies they prefer; they never err and never toss a coin. */
final class PairLabeller {

    private PairLabeller() {}

    /** The preference between two replies, or none where people like both equally. */
    static Optional<Preference> label(Question question, String one, String two) {
        int order = Double.compare(worth(question, one), worth(question, two));
        if (order == 0) {
            return Optional.empty();
        }
        var preference = new Preference(question.text(), one, two);
        return Optional.of(order > 0 ? preference : preference.flipped());
    }

    private static double worth(Question question, String reply) {
        return GoldRule.judge(question, reply, true).total();
    }
}
