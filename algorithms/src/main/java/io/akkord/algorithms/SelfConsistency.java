package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PROMPTS;
import static io.akkord.algorithms.experience.Column.RAW_SCORES;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.experience.Column.SCORES;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.generate;

import io.akkord.algorithms.estimate.ResponseMetrics;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How good a policy is whose responses vote: the answer that most of them give. Nothing is trained.
 *
 * <p>Wang et al. 2023, "Self-consistency improves chain of thought reasoning". The majority's answer is worth the score of
 * the first scored response that gives it. Of equally frequent answers the one that came first wins; a response without
 * an answer does not vote, and where none has one, the first scored response stands for its prompt.
 *
 * <p>An unscored response votes, for the vote needs no score, and is in no mean.
 *
 * @param sampling how responses are drawn; its {@code samples} vote
 * @param answer a regular expression: the last group of its last match in a response, blanks around it aside, is the
 *     answer; the whole match where it has no group
 */
public record SelfConsistency(Sampling sampling, String answer) implements Algorithm {

    public SelfConsistency {
        if (sampling.samples() < 2) {
            throw new IllegalArgumentException(
                    "sampling.samples must be at least 2, for a vote among them; was " + sampling.samples());
        }
        if (sampling.isGreedy()) {
            throw new IllegalArgumentException(
                    "sampling.temperature must be greater than 0: greedy responses to a prompt are all the same");
        }
        try {
            Pattern.compile(answer);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "answer is no regular expression: " + e.getDescription() + " at character " + e.getIndex(), e);
        }
    }

    @Override
    public Workflow workflow(Scoring scoring) {
        return graph(
                scoring,
                in -> ResponseMetrics.of(
                                in.get(ROLLOUTS).items(),
                                in.get(RAW_SCORES).values(),
                                in.get(SCORES).values())
                        .addAll(votes(in, "objective/majority_accuracy")));
    }

    /** The figures {@code accuracy}, of the majority's answers, and {@code mean}, of all responses. */
    @Override
    public Workflow evaluation(Scoring scoring) {
        return graph(scoring, in -> {
            Metrics metrics = votes(in, "accuracy");
            for (double score : in.get(RAW_SCORES).values()) {
                if (!Double.isNaN(score)) {
                    metrics.add("mean", score);
                }
            }
            return metrics;
        });
    }

    private Workflow graph(Scoring scoring, Function<Experience, Metrics> measure) {
        return Workflow.named("self-consistency")
                .then(generate(POLICY, sampling).from(PROMPTS).yields(ROLLOUTS))
                .thenScore(scoring)
                .then(compute("vote", in -> new Computed(Experience.empty(), measure.apply(in)))
                        .from(ROLLOUTS, RAW_SCORES, SCORES)
                        .yields())
                .build();
    }

    private Metrics votes(Experience in, String name) {
        List<Rollout> rollouts = in.get(ROLLOUTS).items();
        double[] raw = in.get(RAW_SCORES).values();
        Pattern pattern = Pattern.compile(answer);
        var metrics = new Metrics();
        for (int from = 0; from < raw.length; from += sampling.samples()) {
            var answers = new ArrayList<Optional<String>>();
            for (int i = from; i < from + sampling.samples(); i++) {
                answers.add(answer(pattern, rollouts.get(i).text()));
            }
            Optional<String> majority = majority(answers);
            int agreeing = 0;
            double worth = Double.NaN;
            for (int k = 0; k < answers.size(); k++) {
                boolean agrees = majority.isEmpty() || answers.get(k).equals(majority);
                agreeing += agrees ? 1 : 0;
                worth = agrees && Double.isNaN(worth) ? raw[from + k] : worth;
            }
            if (!Double.isNaN(worth)) {
                metrics.add(name, worth);
            }
            metrics.add("consistency/agreement", majority.isEmpty() ? 0 : agreeing, answers.size());
            metrics.add("consistency/prompts_without_answer", majority.isEmpty() ? 1 : 0);
        }
        return metrics;
    }

    private static Optional<String> answer(Pattern pattern, String response) {
        Matcher matcher = pattern.matcher(response);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.ofNullable(matcher.group(matcher.groupCount()));
        }
        return last.map(String::strip).filter(found -> !found.isEmpty());
    }

    /** The most frequent answer; of several, the one that came first. */
    private static Optional<String> majority(List<Optional<String>> answers) {
        var votes = new LinkedHashMap<String, Integer>();
        answers.forEach(each -> each.ifPresent(found -> votes.merge(found, 1, Integer::sum)));
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return votes.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(entry -> entry.getKey())
                .findFirst();
    }
}
