package io.akkord.algorithms.experience;

import org.jspecify.annotations.Nullable;

/**
 * The name and kind of something that flows between steps.
 *
 * @param name unique in its workflow, kebab-case
 * @param kind the class of its values
 * @param initial for a carried column its value before the first iteration, else null
 */
public record Column<T extends ColumnContent>(
        String name, Class<T> kind, @Nullable T initial) {

    /** Prompts, from the data set {@code data.prompts}. */
    public static final Column<Rows<Prompt>> PROMPTS = rows("prompts");

    /** Responses to imitate, from {@code data.demonstrations}. */
    public static final Column<Rows<Demonstration>> DEMONSTRATIONS = rows("demonstrations");

    /** Preferences, from {@code data.pairs}. */
    public static final Column<Rows<PreferencePair>> PAIRS = rows("pairs");

    /** Responses called desirable or not, from {@code data.labelled}. */
    public static final Column<Rows<LabelledResponse>> LABELLED = rows("labelled");

    /** What the policy sampled. */
    public static final Column<Rows<Rollout>> ROLLOUTS = rows("rollouts");

    /** What the reward says of each rollout, normalised and clipped where the experiment asks for it. */
    public static final Column<Scores> SCORES = scores("scores");

    /** What the reward says of each rollout before any normalisation or clip. */
    public static final Column<Scores> RAW_SCORES = scores("raw-scores");

    /** Log-probs of the rollouts, pairs or labelled responses under the frozen initial policy. */
    public static final Column<TokenGrid> REFERENCE_LOGPROBS = tokens("reference-logprobs");

    /** Value of the state before each token, from the critic as it was when the iteration began. */
    public static final Column<TokenGrid> VALUES = tokens("values");

    /** How much better each sampled token did than expected; 0 for tokens that were not sampled. */
    public static final Column<TokenGrid> ADVANTAGES = tokens("advantages");

    /** What the critic should have said of each state; 0 before tokens that were not sampled. */
    public static final Column<TokenGrid> RETURNS = tokens("returns");

    @SuppressWarnings("unchecked")
    public static <R extends Row> Column<Rows<R>> rows(String name) {
        return new Column<>(name, (Class<Rows<R>>) (Class<?>) Rows.class, null);
    }

    public static Column<TokenGrid> tokens(String name) {
        return new Column<>(name, TokenGrid.class, null);
    }

    public static Column<Scores> scores(String name) {
        return new Column<>(name, Scores.class, null);
    }

    /** A column whose value at the end of one iteration is its value at the start of the next. */
    public static Column<State> carried(String name, State initial) {
        return new Column<>(name, State.class, initial);
    }

    public boolean isCarried() {
        return initial != null;
    }
}
