package io.akkord.configs;

import io.akkord.algorithms.judge.Rubric;
import io.akkord.algorithms.judge.Template;
import io.akkord.configs.hocon.Example;
import io.akkord.configs.hocon.Keys;
import io.akkord.rewards.AnswerExtractor;
import io.akkord.rewards.Reward;
import io.akkord.rewards.instructions.Strictness;
import io.akkord.rewards.match.StringMatch.Where;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a score is made of; {@code kind} in the file names the record. */
public sealed interface RewardSource {

    /** A source that checks a response against its row, so that rows may choose it. */
    interface Checks {}

    /** The name in the file. */
    default String kind() {
        return Keys.kebab(getClass().getSimpleName());
    }

    /** The sources this one is made of. */
    default List<RewardSource> inner() {
        return List.of();
    }

    /** This source and all that it is made of, at any depth. */
    default Stream<RewardSource> all() {
        return Stream.concat(Stream.of(this), inner().stream().flatMap(RewardSource::all));
    }

    /** Nothing scores. */
    record None() implements RewardSource {}

    /** The score of a trained reward model, from an earlier stage or from {@code reward-model.model}. */
    record Learned() implements RewardSource {}

    /**
     * The summed weights of the response's words.
     *
     * @param lexicon JSON object or lines of word, tab, weight
     */
    record Lexicon(@Example("afinn.json") Path lexicon) implements RewardSource {}

    /**
     * 1 where the response is the label, else 0.
     *
     * @param label the row's field that holds the right answer
     * @param ignoreCase whether upper and lower case are the same
     */
    record ExactMatch(String label, boolean ignoreCase) implements RewardSource, Checks {}

    /**
     * 1 where the answer in the response has the label's words, else 0.
     *
     * @param label the row's field that holds the right answer, or a list of them
     * @param where which part of the response is its answer
     */
    record StringMatch(String label, Where where) implements RewardSource, Checks {}

    /** How many words response and label share, in [0, 1]. */
    record F1(String label) implements RewardSource, Checks {}

    /** 1 where a short exact answer is given, as in BIG-Bench Hard, else 0. */
    record ShortAnswer(String label) implements RewardSource, Checks {}

    /**
     * 1 where the response's final answer means the same as the label, as in MATH, else 0.
     *
     * @param strict whether only Minerva's closing sentence states an answer
     */
    record Math(String label, boolean strict) implements RewardSource, Checks {}

    /** 1 where the last number of the response is the label's, as in GSM8K, else 0. */
    record Gsm8k(String label) implements RewardSource, Checks {}

    /** 1 where the response chooses the label's letter, else 0. */
    record MultipleChoice(String label) implements RewardSource, Checks {}

    /**
     * How many of the row's instructions the response satisfies, as a share.
     *
     * @param strictness whether what surrounds the answer counts against it
     * @param allOrNothing whether a response earns nothing that misses one
     */
    record Ifeval(Strictness strictness, boolean allOrNothing) implements RewardSource, Checks {}

    /** 1 where the response thinks between tags before it answers, else 0. */
    record ThinkFormat() implements RewardSource, Checks {}

    /** 1 where the response ends in one answer between tags, else 0. */
    record AnswerFormat() implements RewardSource, Checks {}

    /**
     * One score where the pattern is found in the response, another where it is not.
     *
     * @param pattern as {@link Pattern} reads it
     */
    record Regex(@Example("\"[Tt]hank you\"") String pattern, double found, double otherwise)
            implements RewardSource, Checks {

        public Regex {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "pattern is no regular expression: " + e.getDescription() + " at character " + e.getIndex(), e);
            }
        }
    }

    /** Whether the response solves the built-in task from which its row comes. */
    record Task() implements RewardSource, Checks {}

    /**
     * The verifier that each row names in its field {@code verifier}.
     *
     * @param otherwise the verifier of rows that name none
     */
    record RowVerifier(
            @Example("[{ name = short, kind = short-answer }, { name = words, kind = f1 }]")
            List<Named> verifiers,

            @Nullable String otherwise)
            implements RewardSource, Checks {

        public RowVerifier {
            verifiers = List.copyOf(verifiers);
            var names = new HashSet<String>();
            for (Named one : verifiers) {
                if (!(one.source() instanceof Checks)) {
                    throw new IllegalArgumentException("verifiers must check responses against their rows, and "
                            + one.name() + " is of kind " + one.source().kind());
                }
                if (!names.add(one.name())) {
                    throw new IllegalArgumentException("verifiers has two called " + one.name());
                }
            }
            if (names.isEmpty()) {
                throw new IllegalArgumentException("verifiers must hold at least one { name, kind }");
            }
            if (otherwise != null && !names.contains(otherwise)) {
                throw new IllegalArgumentException("otherwise names no verifier, was \"" + otherwise + "\"; "
                        + Keys.suggestion(
                                otherwise, verifiers.stream().map(Named::name).toList()));
            }
        }

        @Override
        public List<RewardSource> inner() {
            return verifiers.stream().map(Named::source).toList();
        }
    }

    /** 1 where the response's answer is the most frequent one among the responses to its prompt, else 0. */
    record MajorityVote(AnswerExtractor.Usual answer) implements RewardSource {}

    /** A punishment for responses that come near the length limit, see {@link io.akkord.rewards.shape.Overlong}. */
    record Overlong(@Example("256") int maxTokens, int buffer, double factor, boolean capped) implements RewardSource {

        public Overlong {
            new io.akkord.rewards.shape.Overlong(maxTokens, buffer, factor, capped);
        }
    }

    /** A punishment for repeated n-grams of tokens, see {@link io.akkord.rewards.shape.Repetition}. */
    record Repetition(int ngram, double penalty) implements RewardSource {

        public Repetition {
            new io.akkord.rewards.shape.Repetition(ngram, penalty);
        }
    }

    /** Right and wrong responses worth more or less by length, see {@link io.akkord.rewards.shape.CosineLength}. */
    record CosineLength(
            @Example("{ kind = exact-match }") Of of,
            double at,
            @Example("256") int maxTokens,
            double shortRight,
            double longRight,
            double shortWrong,
            double longWrong)
            implements RewardSource {

        public CosineLength {
            Reward any = (rollout, models) -> 0;
            new io.akkord.rewards.shape.CosineLength(any, at, maxTokens, shortRight, longRight, shortWrong, longWrong);
            ScoreRange.of(of.source()).check(at, of.source());
        }

        @Override
        public List<RewardSource> inner() {
            return List.of(of.source());
        }
    }

    /**
     * 1 where another score reaches a bound, else 0.
     *
     * @param at the least score that counts
     */
    record Threshold(@Example("{ kind = f1 }") Of of, double at) implements RewardSource {

        public Threshold {
            ScoreRange.of(of.source()).check(at, of.source());
        }

        @Override
        public List<RewardSource> inner() {
            return List.of(of.source());
        }
    }

    /**
     * One score where another reaches a bound, else a constant.
     *
     * @param when what must reach {@code at}
     */
    record Gate(
            @Example("{ kind = exact-match }") Of of,
            @Example("{ kind = think-format }") Of when,
            double at,
            double otherwise)
            implements RewardSource {

        public Gate {
            ScoreRange.of(when.source()).check(at, when.source());
        }

        @Override
        public List<RewardSource> inner() {
            return List.of(of.source(), when.source());
        }
    }

    /** Several scores, each times its weight. */
    record WeightedSum(
            @Example("[{ kind = learned, weight = 0.8 }, { kind = regex, pattern = \"!$\", weight = 0.2 }]")
            List<Part> parts)
            implements RewardSource {

        public WeightedSum {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("parts must hold at least one { weight, kind }");
            }
        }

        @Override
        public List<RewardSource> inner() {
            return parts.stream().map(Part::source).toList();
        }
    }

    /**
     * What a judge thinks a response is worth: the mean worth under its probabilities of the verdicts.
     *
     * @param template what the judge reads, with the places {prompt} and {response}
     * @param verdicts what it may say next
     * @param worth of each verdict
     * @param leastMass probability that all verdicts together must have; below it the response is unscored
     */
    record Judge(String template, List<String> verdicts, List<Double> worth, double leastMass) implements RewardSource {

        public Judge {
            verdicts = List.copyOf(verdicts);
            worth = List.copyOf(worth);
            new Rubric(new Template(template), verdicts, worth, leastMass);
        }

        /** How the judge is asked. */
        public Rubric rubric() {
            return new Rubric(new Template(template), verdicts, worth, leastMass);
        }
    }

    /** The reward that the program gives which embeds Akkord, see {@link Experiment#rewardedBy}. */
    record Code() implements RewardSource {}

    /** The hidden rule of the generated world {@code courtesy}; it may judge, never teach. */
    record Courtesy() implements RewardSource {}

    /** One score of a sum. */
    record Part(double weight, RewardSource source) {}

    /** One verifier that rows may name. */
    record Named(String name, RewardSource source) {}

    /** A score that another is made of. */
    record Of(RewardSource source) {}
}
