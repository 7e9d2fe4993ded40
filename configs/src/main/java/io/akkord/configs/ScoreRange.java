package io.akkord.configs;

/**
 * The scores that a source can give, as far as its settings tell; bounds outside it are never or always reached.
 *
 * @param least may be minus infinity
 * @param most may be infinity
 */
record ScoreRange(double least, double most) {

    private static final ScoreRange ANY = new ScoreRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static ScoreRange of(RewardSource source) {
        return switch (source) {
            case RewardSource.Regex(var pattern, var found, var otherwise) -> between(found, otherwise);
            case RewardSource.Overlong(var tokens, var buffer, var factor, var capped) ->
                new ScoreRange(capped ? -factor : Double.NEGATIVE_INFINITY, 0);
            case RewardSource.Repetition(var ngram, var penalty) -> new ScoreRange(penalty, 0);
            case RewardSource.CosineLength cosine ->
                between(cosine.shortRight(), cosine.longRight()).and(between(cosine.shortWrong(), cosine.longWrong()));
            case RewardSource.Gate gate -> of(gate.of().source()).and(between(gate.otherwise(), gate.otherwise()));
            case RewardSource.RowVerifier rows ->
                rows.inner().stream()
                        .map(ScoreRange::of)
                        .reduce(ScoreRange::and)
                        .orElse(ANY);
            case RewardSource.Judge judge ->
                judge.worth().stream()
                        .map(worth -> between(worth, worth))
                        .reduce(ScoreRange::and)
                        .orElse(ANY);
            case RewardSource.Courtesy courtesy -> new ScoreRange(0, 3);
            case RewardSource.Checks verifier -> new ScoreRange(0, 1);
            case RewardSource.MajorityVote vote -> new ScoreRange(0, 1);
            case RewardSource.Threshold threshold -> new ScoreRange(0, 1);
            default -> ANY;
        };
    }

    private static ScoreRange between(double one, double other) {
        return new ScoreRange(Math.min(one, other), Math.max(one, other));
    }

    private ScoreRange and(ScoreRange other) {
        return new ScoreRange(Math.min(least, other.least), Math.max(most, other.most));
    }

    /**
     * Refuses a bound that is always or never reached.
     *
     * @throws IllegalArgumentException naming the key {@code at}
     */
    void check(double at, RewardSource source) {
        if (!(at > least && at <= most)) {
            throw new IllegalArgumentException("at must lie in (" + least + ", " + most + "], since " + source.kind()
                    + " scores from " + least + " to " + most + ", was " + at);
        }
    }
}
